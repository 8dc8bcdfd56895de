package io.factorscope.benchmarks.coder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.benchmarks.BenchmarkException;
import io.factorscope.benchmarks.Progress;
import io.factorscope.benchmarks.data.DataSet;
import io.factorscope.benchmarks.data.Preparation;
import io.factorscope.benchmarks.data.PreparedData;
import io.factorscope.sparse.SparseCoder;
import io.factorscope.sparse.SparseCodes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tiny setting, from data to report, in real processes. */
class CoderBenchmarkTest {

  private static final DataSet TINY =
      new DataSet(DataSet.Source.PLANTED, 32, 96, List.of(4.0, 8.0), 256);
  private static final Path SCRIPT =
      Path.of(System.getProperty("factorscope.home"), "tools/benchmarks/src/main/python/peers.py");

  @TempDir static Path cache;
  private static PreparedData data;

  @TempDir Path work;

  @BeforeAll
  static void prepare() {
    data = new Preparation(cache, cache, silent()).prepare(List.of(TINY)).getFirst();
  }

  @Test
  void reportsEverySettingAndMethodWithGapsThatWereRecomputed() throws Exception {
    CoderReport report = run("no-such-python");
    JsonNode json = new ObjectMapper().valueToTree(report);

    assertThat(json.get("rows")).hasSize(6);
    for (JsonNode row : json.get("rows")) {
      assertThat(row.get("setting").asText()).matches("32x96 lambda=\\d+\\.\\d+");
      assertThat(row.get("method").asText()).isIn("rbi", "working-set-cd", "onnx-fista");
      assertThat(row.get("codesPerSecond").asDouble()).isPositive();
      assertThat(row.get("timesMatrixProduct").asDouble()).isGreaterThan(1);
      assertThat(row.get("gapMean").asDouble()).isBetween(1e-12, row.get("gapMax").asDouble());
      assertThat(row.get("gapMax").asDouble()).isLessThanOrEqualTo(SparseCoder.MAX_GAP);
    }
    assertThat(json.at("/rows/0/supportMean").asDouble()).isBetween(3.0, 5.0);
    assertThat(json.at("/rows/3/supportMean").asDouble()).isBetween(6.5, 9.5);
    assertThat(json.get("sgemmAgainstOnnxRuntime").asDouble()).isPositive();
    assertThat(report.missing())
        .anyMatch(line -> line.startsWith("spams: "))
        .anyMatch(line -> line.startsWith("torch-fista-500: "));
    assertThat(table(report)).contains("working-set-cd", "missing: sklearn-lasso-cd");
  }

  @Test
  void whatCantBeCertifiedIsSeen() throws IOException {
    SparseCodes optimal = coded();
    float[] states = data.states();
    double lambda = data.lambdas().getFirst();

    assertThat(Gaps.of(data.dictionary(), lambda, states, optimal).max())
        .isLessThanOrEqualTo(SparseCoder.MAX_GAP);
    assertThat(Gaps.of(data.dictionary(), lambda, states, scaled(optimal, 1.05f)).max())
        .isGreaterThan(SparseCoder.MAX_GAP);
  }

  @Test
  void codesThatDifferBetweenProcessesAreAFailure() throws IOException {
    CodesCheck check = new CodesCheck(data, data.lambdas().getFirst());
    Path file = work.resolve("codes.bin");
    CodeFile.write(file, coded());
    check.accept("rbi", file);
    check.accept("rbi", file);
    CodeFile.write(file, scaled(coded(), 1.000001f));

    assertThatThrownBy(() -> check.accept("rbi", file))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("different codes");
  }

  @Test
  void peersThatAreThereAreMeasured() throws Exception {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        hasNumPyAndScikitLearn(), "python3 has no scikit-learn");

    CoderReport report = run("python3");

    assertThat(report.rows())
        .filteredOn(row -> row.method().equals("sklearn-lasso-cd"))
        .singleElement()
        .satisfies(row -> assertThat(row.gapMax()).isLessThan(2e-4));
  }

  private CoderReport run(String python) {
    return new CoderBenchmark(
            List.of(data), new CoderBenchmark.Plan(2, 1, 0.1, 0.1), python, SCRIPT, work, silent())
        .run();
  }

  private static SparseCodes coded() {
    SparseCodes.Builder codes = new SparseCodes.Builder(TINY.states());
    Method.RBI
        .coder(data.dictionary(), data.lambdas().getFirst())
        .newWorker()
        .encode(data.states(), 0, TINY.states(), codes);
    return codes.build();
  }

  private static SparseCodes scaled(SparseCodes codes, float factor) {
    SparseCodes.Builder scaled = new SparseCodes.Builder(codes.count());
    for (int row = 0; row < codes.count(); row++) {
      int[] factors = new int[codes.support(row)];
      float[] activations = new float[factors.length];
      for (int e = 0; e < factors.length; e++) {
        factors[e] = codes.factors()[codes.offset(row) + e];
        activations[e] = factor * codes.activations()[codes.offset(row) + e];
      }
      scaled.add(factors, activations, factors.length, 0);
    }
    return scaled.build();
  }

  private static String table(CoderReport report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CoderTable.print(report, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private boolean hasNumPyAndScikitLearn() throws IOException, InterruptedException {
    try {
      Process python =
          new ProcessBuilder("python3", "-c", "import numpy, sklearn")
              .redirectErrorStream(true)
              .redirectOutput(Files.createTempFile(work, "python", ".log").toFile())
              .start();
      return python.waitFor(1, TimeUnit.MINUTES) && python.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Progress silent() {
    return new Progress(new PrintStream(OutputStream.nullOutputStream()));
  }
}
