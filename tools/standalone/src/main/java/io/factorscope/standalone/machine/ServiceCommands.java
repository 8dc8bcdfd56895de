package io.factorscope.standalone.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The command line of each service: JVM flags, heap, and only the settings that it knows. */
final class ServiceCommands {

  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dhttp.nonProxyHosts=127.*",
          "-Dquarkus.http.host=127.0.0.1");

  /** The Gram matrix is read row by row, here and there: fewer misses, and up to a tenth faster. */
  private static final String HUGE_PAGES = "-XX:+UseTransparentHugePages";

  private static final String VECTOR_API = "--add-modules=jdk.incubator.vector";

  private final Installation installation;
  private final Path models;
  private final Path temporary;
  private final MachineSettings settings;
  private final String bootstrapServers;

  ServiceCommands(
      Installation installation,
      DataFolder data,
      MachineSettings settings,
      String bootstrapServers) {
    this.installation = installation;
    this.models = data.models();
    this.temporary = data.temporary();
    this.settings = settings;
    this.bootstrapServers = bootstrapServers;
  }

  /** The java that runs this process. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  List<String> embedder(int port) {
    Map<String, String> config = kafka();
    config.put("model.name", settings.model());
    config.put("model.cache", models.toString());
    if (settings.dictionary().layers() != null) {
      config.put("model.layers", joined(settings.dictionary().layers()));
    }
    return command(
        RunInfo.EMBEDDER, port, List.of("-Xmx1g", "--enable-native-access=ALL-UNNAMED"), config);
  }

  List<String> coder(int port, int dictionaryPort) {
    Map<String, String> config = kafka();
    config.put("model.name", settings.modelId());
    config.put("model.cache", models.toString());
    config.put("dictionaries.endpoint", "127.0.0.1:" + dictionaryPort);
    return command(RunInfo.CODER, port, List.of("-Xmx1g", HUGE_PAGES, VECTOR_API), config);
  }

  List<String> dictionary(int port) {
    Map<String, String> config = kafka();
    config.put("model.name", settings.modelId());
    if (settings.dictionary().factors() != null) {
      config.put("dictionary.factors", settings.dictionary().factors().toString());
    }
    if (settings.dictionary().lambda() != null) {
      config.put("dictionary.lambda", settings.dictionary().lambda().toString());
    }
    return command(
        RunInfo.DICTIONARY, port, List.of(learnersHeap(), HUGE_PAGES, VECTOR_API), config);
  }

  /** The learner's sums, and an hour of versions: 1 GiB at 1,536 factors, 3 GiB at 6,144. */
  private String learnersHeap() {
    Integer factors = settings.dictionary().factors();
    int more = factors == null ? 0 : Math.max(0, factors - 1536);
    return "-Xmx" + (1024 + more * 4 / 9) + "m";
  }

  private Map<String, String> kafka() {
    Map<String, String> config = new TreeMap<>();
    config.put("kafka.bootstrap-servers", bootstrapServers);
    config.put("kafka.topic-limit", Long.toString(settings.topicLimit()));
    return config;
  }

  private List<String> command(
      String service, int port, List<String> flags, Map<String, String> config) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(FLAGS);
    command.addAll(flags);
    command.add("-Dquarkus.http.port=" + port);
    command.add("-Djava.io.tmpdir=" + temporary);
    config.forEach((key, value) -> command.add("-Dfactorscope." + key + "=" + literal(value)));
    command.add("-jar");
    command.add(installation.serviceJar(service).toString());
    return command;
  }

  /** The value as it stands: unquoted, a dollar sign would begin the name of another setting. */
  private static String literal(String value) {
    return value.replace("$", "\\$");
  }

  private static String joined(List<Integer> layers) {
    return String.join(",", layers.stream().map(String::valueOf).toList());
  }
}
