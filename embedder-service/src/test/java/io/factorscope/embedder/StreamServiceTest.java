package io.factorscope.embedder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.onnxruntime.OrtException;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.onnx.HiddenStateModel;
import io.factorscope.v1.Document;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.Model;
import io.factorscope.v1.NoVectors;
import io.factorscope.v1.Slice;
import io.factorscope.v1.Window;
import io.factorscope.wire.Vectors;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Documents through the whole service: the real model, a real broker. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class StreamServiceTest extends ServiceTest {

  /** Documents whose states are compared; other tests' documents may lie beside them. */
  private static final Set<String> MINE = Set.of("paris", "emoji", "long");

  @Test
  void ndjsonIsAnsweredWithTheModelsStates() throws Exception {
    String body =
        """
        {"id": "paris", "source": "test", "text": "The capital of France is Paris."}
        {"id": "emoji", "text": "%s"}
        no json
        {"id": "nothing", "text": " "}

        {"id": "number", "text": 5}
        {"id": "long", "text": "%s"}
        """
            .formatted(EMOJI, "Some words of a long sentence, again and again. ".repeat(30));
    HttpResponse<String> response = post(body);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains(
            "\"accepted\":4", "\"records\":4", "\"rejected\":2", "\"firstError\":{\"line\":3");

    StreamReader stream = new StreamReader(broker);
    List<HiddenStateBatch> answers = stream.answers();
    Map<String, Document> texts = stream.texts();
    try (HiddenStateModel model = TestModels.open(TestModels.BGE);
        UntouchedModel untouched = new UntouchedModel(TestModels.BGE)) {
      for (HiddenStateBatch batch : answers) {
        if (MINE.contains(batch.getDocument().getId())) {
          assertSpans(batch, requireNonNull(texts.get(StreamReader.place(batch))));
          assertStates(batch, model, untouched);
        }
      }
    }
    assertThat(reason(answers, "nothing")).isEqualTo(NoVectors.Reason.EMPTY);
    assertThat(answers)
        .anySatisfy(
            batch -> {
              assertThat(batch.getDocument().getId()).isEqualTo("paris");
              assertThat(batch.getDocument().getSource()).isEqualTo("test");
            });
    assertInOrder(answers);
    assertBalance();
  }

  @Test
  void whatOthersWriteIsSplitOrDeadLettered() throws InterruptedException {
    String text = "Straight into the topic. ".repeat(1_400);
    Document longOne = Document.newBuilder().setId("straight").setText(text).build();
    Model noDocument = Model.newBuilder().setId("no document").build();
    try (TransactionalWriter writer =
        new TransactionalWriter(broker.instance("other", "0"), "test", new SimpleMeterRegistry())) {
      writer.commit(
          List.of(
              new OutputRecord("test-texts", 3, "bad", noDocument, 0),
              new OutputRecord("test-texts", 3, "straight", longOne, 0)));
    }
    StreamReader stream = new StreamReader(broker);
    List<HiddenStateBatch> answers = stream.answers();
    // The parts that the split wrote are answered, too.
    answers = stream.answers();
    assertThat(reason(answers, "straight")).isEqualTo(NoVectors.Reason.SPLIT);
    assertThat(answers).anyMatch(b -> b.getNoVectors().getReason() == NoVectors.Reason.DEAD_LETTER);
    assertThat(broker.read("test-dead-letters"))
        .anyMatch(record -> new String(record.key(), UTF_8).startsWith("test-texts/3/"));
    StringBuilder joined = new StringBuilder();
    stream.texts().values().stream()
        .filter(d -> d.getId().equals("straight") && d.hasPart())
        .forEach(d -> joined.append(d.getText()));
    assertThat(joined.toString()).isEqualTo(text);
  }

  private static void assertSpans(HiddenStateBatch batch, Document document) {
    String text = document.getText();
    int offset = document.getPart().getCharacterOffset();
    for (Slice slice : batch.getSlicesList()) {
      Window window = slice.getWindow();
      for (int i = 0; i < window.getTokenIdsCount(); i++) {
        String spelled = text.substring(window.getStarts(i) - offset, window.getEnds(i) - offset);
        String piece = window.getPieces(i).replace("##", "");
        if (spelled.equals(spelled.toLowerCase(Locale.ROOT)) && spelled.matches("\\w+")) {
          assertThat(spelled).isEqualTo(piece);
        }
      }
      assertThat(text.substring(window.getTextStart() - offset)).startsWith(window.getText());
    }
  }

  private static void assertStates(
      HiddenStateBatch batch, HiddenStateModel model, UntouchedModel untouched)
      throws OrtException {
    assertThat(batch.getLayersList()).isEqualTo(LAYERS);
    float[] states = Vectors.unpack(batch.getStates());
    int from = 0;
    for (Slice slice : batch.getSlicesList()) {
      List<Integer> ids = slice.getWindow().getTokenIdsList();
      float[][] expected = DirectStates.of(model, ids, LAYERS);
      float[][] last = untouched.lastHiddenState(ids);
      int width = batch.getStates().getWidth();
      int size = expected.length * width;
      float[] rows = Arrays.copyOfRange(states, from, from + size);
      assertClose(rows, expected, 1e-3f);
      for (int token = 0; token < last.length; token++) {
        int row = (token * LAYERS.size() + LAYERS.size() - 1) * width;
        float[] published = Arrays.copyOfRange(rows, row, row + width);
        assertClose(published, new float[][] {last[token]}, 1e-3f);
      }
      from += size;
    }
    assertThat(from).isEqualTo(states.length);
  }

  /** The answers of a partition come in the order of the offsets of texts. */
  private static void assertInOrder(List<HiddenStateBatch> answers) {
    long[] last = {-1, -1, -1, -1};
    for (HiddenStateBatch batch : answers) {
      int partition = batch.getDocument().getPartition();
      assertThat(batch.getDocument().getOffset()).isGreaterThanOrEqualTo(last[partition]);
      last[partition] = batch.getDocument().getOffset();
    }
  }

  private static NoVectors.Reason reason(List<HiddenStateBatch> answers, String id) {
    return answers.stream()
        .filter(batch -> batch.getDocument().getId().equals(id))
        .findFirst()
        .orElseThrow()
        .getNoVectors()
        .getReason();
  }

  /** Everything that was committed was answered in one of the four ways. */
  private void assertBalance() throws IOException, InterruptedException {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> answered() == metric("factorscope_records_in_total{step=\"embedder\"}"));
    assertThat(answered()).isPositive();
    assertThat(metric("factorscope_vectors_total"))
        .isEqualTo(metric("factorscope_tokens_total") * LAYERS.size());
  }

  private double answered() throws IOException, InterruptedException {
    double answered = 0;
    for (String answer : List.of("vectors", "empty", "split", "dead_letter")) {
      answered += metric("factorscope_documents_total{answer=\"" + answer + "\"}");
    }
    return answered;
  }
}
