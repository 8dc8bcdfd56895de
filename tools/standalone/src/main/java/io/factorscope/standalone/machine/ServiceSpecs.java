package io.factorscope.standalone.machine;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The services of a machine. A new one is an entry here. */
public final class ServiceSpecs {

  private static final String READY = "/q/health/ready";
  private static final String LIVE = "/q/health/live";
  private static final int GIBIBYTE_IN_MEBIBYTES = 1024;
  private static final int DEFAULT_FACTORS = 1536;

  /** The Gram matrix is read row by row, here and there: fewer misses, and up to a tenth faster. */
  private static final String HUGE_PAGES = "-XX:+UseTransparentHugePages";

  private static final String VECTOR_API = "--add-modules=jdk.incubator.vector";
  private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  public static final ServiceSpec EMBEDDER =
      new ServiceSpec(
          "embedder-service",
          _ -> GIBIBYTE_IN_MEBIBYTES,
          List.of(NATIVE_ACCESS),
          READY,
          ServiceSpecs::embedder);

  /** Alive is enough: it is ready when a dictionary is, which is made from the stream to come. */
  public static final ServiceSpec CODER =
      new ServiceSpec(
          "coder-service",
          _ -> GIBIBYTE_IN_MEBIBYTES,
          List.of(HUGE_PAGES, VECTOR_API),
          LIVE,
          ServiceSpecs::coder);

  public static final ServiceSpec DICTIONARY =
      new ServiceSpec(
          "dictionary-service",
          ServiceSpecs::learnersHeap,
          List.of(HUGE_PAGES, VECTOR_API),
          READY,
          ServiceSpecs::dictionary);

  /** All, in the order of their start. */
  public static final List<ServiceSpec> ALL = List.of(EMBEDDER, CODER, DICTIONARY);

  private ServiceSpecs() {}

  private static Map<String, String> embedder(MachineContext context) {
    MachineSettings settings = context.settings();
    Map<String, String> config = new TreeMap<>();
    config.put("model.name", settings.model());
    config.put("model.cache", context.data().models().toString());
    List<Integer> layers = settings.dictionary().layers();
    if (layers != null) {
      config.put("model.layers", String.join(",", layers.stream().map(String::valueOf).toList()));
    }
    return config;
  }

  private static Map<String, String> coder(MachineContext context) {
    return Map.of(
        "model.name",
        context.settings().modelId(),
        "model.cache",
        context.data().models().toString(),
        "dictionaries.endpoint",
        context.endpoint(DICTIONARY));
  }

  private static Map<String, String> dictionary(MachineContext context) {
    DictionarySettings dictionary = context.settings().dictionary();
    Map<String, String> config = new TreeMap<>();
    config.put("model.name", context.settings().modelId());
    if (dictionary.factors() != null) {
      config.put("dictionary.factors", dictionary.factors().toString());
    }
    if (dictionary.lambda() != null) {
      config.put("dictionary.lambda", dictionary.lambda().toString());
    }
    return config;
  }

  /** The learner's sums, and an hour of versions: 1 GiB at 1,536 factors, 3 GiB at 6,144. */
  private static int learnersHeap(MachineSettings settings) {
    Integer factors = settings.dictionary().factors();
    int more = factors == null ? 0 : Math.max(0, factors - DEFAULT_FACTORS);
    return GIBIBYTE_IN_MEBIBYTES + more * 4 / 9;
  }
}
