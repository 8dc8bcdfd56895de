package io.factorscope.standalone.fences;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The fences of docs/architecture.md, on the sources of all modules; what Maven can hold, its
 * enforcer holds.
 */
class FencesTest {

  private static final Path ROOT = Path.of(System.getProperty("factorscope.home"));

  /** Measures all modules and is in none: it may name what it likes, but not ONNX Runtime. */
  private static final String NEVER_SHIPPED = "benchmarks";

  private static final List<String> FRAMEWORKS =
      List.of("io.quarkus", "jakarta.", "org.eclipse.microprofile", "io.smallrye");

  private static final List<String> SERVICES =
      children(ROOT)
          .map(folder -> folder.getFileName().toString())
          .filter(name -> name.endsWith("-service"))
          .map(name -> name.substring(0, name.indexOf("-service")))
          .toList();

  private static final Pattern OTHER_PACKAGE =
      Pattern.compile("io\\.factorscope\\.(?!documents)\\w");

  @Test
  void onlyOnnxNamesOnnxRuntime() {
    assertThat(naming("ai.onnxruntime", file -> !module(file).equals("onnx"))).isEmpty();
    assertThat(naming("ai.onnxruntime", file -> module(file).equals("onnx"))).isNotEmpty();
  }

  @Test
  void onlyTheKernelsNameTheVectorApi() {
    assertThat(
            naming(
                "import jdk.incubator.vector",
                file -> !file.toString().contains("/sparse/kernel/")))
        .isEmpty();
    assertThat(naming("import jdk.incubator.vector", file -> true)).isNotEmpty();
  }

  /** So that the command line lists versions without the Vector API. */
  @Test
  void ofWhatReadsVersionsOnlyOneClassNamesTheMathematics() {
    assertThat(naming("io.factorscope.sparse", file -> module(file).equals("dictionary-versions")))
        .extracting(file -> file.getFileName().toString())
        .containsExactly("Version.java");
  }

  @Test
  void noServiceNamesAnother() {
    for (String service : SERVICES) {
      Predicate<Path> elsewhere =
          file -> !List.of(service + "-service", NEVER_SHIPPED).contains(module(file));
      assertThat(naming("io.factorscope." + service + ".", elsewhere)).isEmpty();
      assertThat(naming("io.factorscope." + service + ".", elsewhere.negate())).isNotEmpty();
    }
  }

  @Test
  void noLibraryAndNoServiceNamesATool() {
    for (String tool : List.of("local", "audit", "standalone", "benchmarks")) {
      String imported = "import io.factorscope." + tool + ".";
      assertThat(naming(imported, file -> !isIn("tools", file))).isEmpty();
    }
  }

  @Test
  void documentsKnowsNoOtherModule() {
    Predicate<Path> documents = file -> module(file).equals("documents");

    assertThat(naming("import io.factorscope.documents", documents)).isNotEmpty();
    assertThat(
            sources()
                .filter(documents)
                .filter(file -> OTHER_PACKAGE.matcher(read(file)).find())
                .toList())
        .isEmpty();
  }

  @Test
  void nothingThatIsShippedNamesTheBenchmarks() {
    Predicate<Path> shipped = file -> !module(file).equals(NEVER_SHIPPED);

    assertThat(naming("io.factorscope.benchmarks", shipped)).isEmpty();
    assertThat(naming("io.factorscope.benchmarks", file -> true)).isNotEmpty();
  }

  @Test
  void pipelinesKnowNoFramework() {
    Predicate<Path> pipelines = file -> file.getFileName().toString().endsWith("Pipeline.java");

    assertThat(sources().filter(pipelines)).hasSameSizeAs(SERVICES);
    for (String framework : FRAMEWORKS) {
      assertThat(naming(framework, pipelines)).isEmpty();
    }
  }

  @Test
  void onlyServiceEdgeOfTheLibrariesNamesAFramework() {
    for (String framework : FRAMEWORKS) {
      assertThat(
              naming(framework, file -> isIn("lib", file) && !module(file).equals("service-edge")))
          .isEmpty();
      assertThat(naming(framework, file -> module(file).equals("service-edge"))).isNotEmpty();
    }
  }

  @Test
  void whatIsLearnedDependsOnNoTopicClockOrMetric() {
    Predicate<Path> learn = file -> file.toString().contains("/dictionary/learn/");

    assertThat(naming("io.factorscope.sparse.learn", learn)).isNotEmpty();
    for (String name :
        List.of(
            "org.apache.kafka",
            "io.factorscope.exactlyonce",
            "io.micrometer",
            "org.jboss.logging",
            "System.nanoTime",
            "System.currentTimeMillis")) {
      assertThat(naming(name, learn)).as(name).isEmpty();
    }
  }

  private static List<Path> naming(String name, Predicate<Path> where) {
    return sources().filter(where).filter(file -> read(file).contains(name)).toList();
  }

  private static Stream<Path> sources() {
    return Stream.of(ROOT, ROOT.resolve("lib"), ROOT.resolve("tools"))
        .flatMap(FencesTest::children)
        .map(module -> module.resolve("src/main/java"))
        .filter(Files::isDirectory)
        .flatMap(FencesTest::javaFiles);
  }

  private static Stream<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> javaFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isIn(String folder, Path file) {
    return file.toAbsolutePath().startsWith(ROOT.toAbsolutePath().resolve(folder));
  }

  /** The folder that holds a file's {@code src}. */
  private static String module(Path file) {
    Path path = ROOT.toAbsolutePath().relativize(file.toAbsolutePath());
    int sources = 0;
    while (!path.getName(sources).toString().equals("src")) {
      sources++;
    }
    return path.getName(sources - 1).toString();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
