package io.factorscope.standalone.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.local.BrokerExtension;
import io.factorscope.local.BrokerProcess;
import io.factorscope.v1.CodeBatch;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.SourceDocument;
import io.factorscope.wire.Codes;
import io.factorscope.wire.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real speeches through the real model, broker and services; then every claim is checked on what
 * the topics hold.
 */
class StreamTest {

  private static final int TOKENS = 100;
  private static final String NAME = "bge-small-en-v1.5";

  @TempDir private Path folder;

  @Test
  void codesAreThoseOfADoublePrecisionOracle() throws Exception {
    JsonNode summary = stream(12);
    assertThat(summary.get("lost").asLong()).isZero();
    assertThat(summary.get("doubled").asLong()).isZero();
    assertThat(summary.get("deadLetters").asLong()).isZero();
    assertThat(summary.get("documents").asLong()).isEqualTo(12);
    assertThat(summary.get("codes").asLong()).isEqualTo(summary.get("vectors").asLong());
    assertThat(summary.get("vectors").asLong()).isEqualTo(7 * summary.get("tokens").asLong());
    assertThat(summary.get("gapMax").asDouble()).isPositive().isLessThanOrEqualTo(1e-4);

    try (BrokerProcess broker = BrokerExtension.startOn(folder.resolve("data").resolve("broker"))) {
      StreamTopics topics = new StreamTopics(broker.bootstrapServers());
      Versions versions = Versions.read(topics);
      Map<SourceDocument, List<HiddenStateBatch>> states = states(topics);
      List<CodeBatch> codes =
          topics.read("codes." + NAME, CodeBatch.parser(), CodeBatch.getDefaultInstance());
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < TOKENS; i++) {
        CodeBatch batch = codes.get(random.nextInt(codes.size()));
        int row = random.nextInt(batch.getCodes().getRows());
        check(batch, row, matching(states, batch), versions.oracle(batch.getDictionary()));
      }
    }
  }

  private static void check(CodeBatch batch, int row, HiddenStateBatch source, LassoOracle oracle) {
    int width = source.getStates().getWidth();
    float[] states = Vectors.unpack(source.getStates());
    double[] x = new double[width];
    for (int i = 0; i < width; i++) {
      x[i] = states[row * width + i];
    }
    Codes codes = Codes.unpack(batch.getCodes());
    double[] code = new double[1536];
    for (int entry = 0; entry < codes.support(row); entry++) {
      code[codes.factor(row, entry)] = codes.activation(row, entry);
    }
    double[] residual = oracle.residual(x, code);
    double half = 0.5 * LassoOracle.dot(x, x);

    assertThat(Arrays.stream(code).min().orElseThrow()).isNotNegative();
    assertThat(oracle.relativeGap(x, code, residual)).isLessThanOrEqualTo(1e-4);
    // The certificate that travels with the code holds: it is never below the gap of a recount.
    assertThat(oracle.relativeGap(x, code, residual)).isLessThanOrEqualTo(codes.gap(row) + 1e-7);
    assertThat(codes.gap(row)).isLessThanOrEqualTo(1e-4f);
    assertThat((oracle.objective(code, residual) - oracle.solve(x)) / half).isBetween(-1e-8, 1e-5);
  }

  /** Runs the command as a user does, in a process of its own. */
  private JsonNode stream(int documents) throws IOException, InterruptedException {
    Path summary = folder.resolve("summary.json");
    try (UpProcess up =
        UpProcess.start(folder, "--documents=" + documents, "--exit", "--summary=" + summary)) {
      assertThat(up.await(Duration.ofMinutes(4))).as("%s", up.printed()).isZero();
    }
    return new ObjectMapper().readTree(summary.toFile());
  }

  private static Map<SourceDocument, List<HiddenStateBatch>> states(StreamTopics topics)
      throws BadRecordException {
    Map<SourceDocument, List<HiddenStateBatch>> byDocument = new HashMap<>();
    for (HiddenStateBatch batch :
        topics.read(
            "hidden-states." + NAME,
            HiddenStateBatch.parser(),
            HiddenStateBatch.getDefaultInstance())) {
      byDocument.computeIfAbsent(batch.getDocument(), document -> new ArrayList<>()).add(batch);
    }
    return byDocument;
  }

  private static HiddenStateBatch matching(
      Map<SourceDocument, List<HiddenStateBatch>> states, CodeBatch codes) {
    return states.getOrDefault(codes.getDocument(), List.of()).stream()
        .filter(batch -> batch.getSlicesList().equals(codes.getSlicesList()))
        .findFirst()
        .orElseThrow();
  }
}
