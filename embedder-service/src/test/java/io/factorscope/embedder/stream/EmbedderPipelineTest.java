package io.factorscope.embedder.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.embedder.DirectStates;
import io.factorscope.embedder.TestModels;
import io.factorscope.embedder.TestTexts;
import io.factorscope.embedder.states.ModelIdentity;
import io.factorscope.embedder.states.SharedModel;
import io.factorscope.embedder.states.StateRuns;
import io.factorscope.embedder.tokens.WordPieceTokenizer;
import io.factorscope.embedder.windows.WindowCutter;
import io.factorscope.exactlyonce.DeletedRecords;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.onnx.HiddenStateModel;
import io.factorscope.v1.Document;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.NoVectors;
import io.factorscope.v1.Slice;
import io.factorscope.wire.HeaderNames;
import io.factorscope.wire.Vectors;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbedderPipelineTest {

  private static final List<Integer> LAYERS = List.of(0, 3, 6);
  private static final int PARTITION = 2;

  private static HiddenStateModel model;
  private static WordPieceTokenizer tokenizer;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RecordedOutput output = new RecordedOutput();

  @BeforeAll
  static void open() {
    model = TestModels.open(TestModels.MINI_LM);
    tokenizer = WordPieceTokenizer.read(TestModels.tokenizer(TestModels.MINI_LM));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void everyRecordIsAnsweredInOrderAndStatesAreTheModels() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (String text : TestTexts.HARD) {
      records.add(record(records.size(), document("d" + records.size(), text)));
    }
    pipeline(1e6).process(records, output);

    assertThat(output.deadLetters).isEmpty();
    assertThat(output.states().stream().map(b -> b.getDocument().getOffset()).distinct())
        .containsExactlyElementsOf(records.stream().map(ConsumerRecord::offset).toList());
    assertThat(output.records)
        .allMatch(r -> r.topic().equals("p-hidden-states.all-minilm-l6-v2"))
        .allMatch(r -> r.partition() == PARTITION);
    for (HiddenStateBatch batch : output.states()) {
      assertStates(batch, TestTexts.HARD.get((int) batch.getDocument().getOffset()));
    }
    assertThat(meters.counter("factorscope.documents", "answer", "empty").count()).isEqualTo(2);
    assertThat(meters.counter("factorscope.documents", "answer", "vectors").count())
        .isEqualTo(records.size() - 2);
    assertThat(meters.counter("factorscope.vectors").count())
        .isEqualTo(meters.counter("factorscope.tokens").count() * LAYERS.size());
  }

  @Test
  void aRecordThatIsTooLongGoesBackInPartsWithItsAnswer() {
    String text = "A sentence of some words. ".repeat(3_000);
    pipeline(1e6).process(List.of(record(7, document("long", text))), output);

    OutputRecord answer = output.records.getLast();
    NoVectors reason = output.states().getFirst().getNoVectors();
    List<OutputRecord> parts = output.records.subList(0, output.records.size() - 1);
    assertThat(answer.topic()).isEqualTo("p-hidden-states.all-minilm-l6-v2");
    assertThat(reason.getReason()).isEqualTo(NoVectors.Reason.SPLIT);
    assertThat(reason.getParts()).isEqualTo(parts.size()).isGreaterThan(1);
    StringBuilder joined = new StringBuilder();
    for (OutputRecord part : parts) {
      assertThat(part.topic()).isEqualTo("p-texts");
      assertThat(part.partition()).isEqualTo(PARTITION);
      assertThat(part.key()).isEqualTo("long");
      joined.append(((Document) part.message()).getText());
    }
    assertThat(joined.toString()).isEqualTo(text);
  }

  @Test
  void deletedRecordsAreAnsweredInTheirPartitionWithTheirRange() {
    TopicPartition partition = new TopicPartition("p-texts", PARTITION);
    pipeline(1e6).deleted(new DeletedRecords(partition, 7, 120), output);

    OutputRecord answer = output.records.getFirst();
    HiddenStateBatch batch = output.states().getFirst();
    assertThat(answer.topic()).isEqualTo("p-hidden-states.all-minilm-l6-v2");
    assertThat(answer.partition()).isEqualTo(PARTITION);
    assertThat(batch.getDocument().getPartition()).isEqualTo(PARTITION);
    assertThat(batch.getDocument().getOffset()).isEqualTo(7);
    assertThat(batch.getNoVectors().getReason()).isEqualTo(NoVectors.Reason.DELETED);
    assertThat(batch.getNoVectors().getDeleted().getTopic()).isEqualTo("p-texts");
    assertThat(batch.getNoVectors().getDeleted().getFirst()).isEqualTo(7);
    assertThat(batch.getNoVectors().getDeleted().getEnd()).isEqualTo(120);
    assertThat(batch.getNoVectors().getDetail())
        .isEqualTo("113 records from offset 7 of p-texts-2 were deleted before they were read");
  }

  @Test
  void theKeyOfAnAnswerIsNoLongerThanAnIdMayBe() {
    ConsumerRecord<byte[], byte[]> sound = record(1, document("d", "good"));
    ConsumerRecord<byte[], byte[]> endless =
        new ConsumerRecord<>(
            sound.topic(),
            sound.partition(),
            2,
            0L,
            TimestampType.CREATE_TIME,
            300_000,
            sound.serializedValueSize(),
            "k".repeat(300_000).getBytes(UTF_8),
            sound.value(),
            sound.headers(),
            Optional.empty());
    pipeline(1e6).process(List.of(sound, endless), output);

    assertThat(output.states()).hasSize(2);
    assertThat(output.records.getLast().key()).hasSize(512);
  }

  @Test
  void whatCantBeReadIsADeadLetterAndAnswered() {
    Document noId = Document.newBuilder().setText("t").build();
    Document longPart = document("p", "x".repeat(40_000)).toBuilder().build();
    pipeline(1e6)
        .process(
            List.of(
                record(1, "garbage".getBytes(UTF_8), "factorscope.v1.Document"),
                record(2, document("d", "good")),
                record(3, document("d", "x").toByteArray(), "factorscope.v1.CodeBatch"),
                record(4, noId),
                record(
                    5,
                    longPart.toBuilder()
                        .setPart(io.factorscope.v1.Part.newBuilder().setCount(1))
                        .build())),
            output);

    assertThat(output.deadLetters).hasSize(4);
    assertThat(output.deadLetters.get(1)).contains("header type");
    assertThat(output.deadLetters.get(2)).isEqualTo("2/4 id: is empty, must name the document");
    assertThat(output.deadLetters.get(3)).contains("text of a part: has 40000 bytes");
    assertThat(output.states().stream().map(b -> b.getDocument().getOffset()))
        .containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(output.states().stream().map(b -> b.getNoVectors().getReason()))
        .containsExactly(
            NoVectors.Reason.DEAD_LETTER,
            NoVectors.Reason.REASON_UNSPECIFIED,
            NoVectors.Reason.DEAD_LETTER,
            NoVectors.Reason.DEAD_LETTER,
            NoVectors.Reason.DEAD_LETTER);
  }

  @Test
  void aTransactionTakesWhatTheModelReadsInTime() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      records.add(record(i, document("d" + i, "word ".repeat(100))));
    }
    // Half a second at 1,000 tokens/s is 500 tokens: five documents of 100.
    assertThat(pipeline(1_000).take(records)).isEqualTo(5);
    assertThat(pipeline(10).take(records)).isEqualTo(1);
    assertThat(pipeline(1e6).take(records)).isEqualTo(20);
  }

  @Test
  void theStatesOfADocumentDoNotDependOnItsNeighbours() {
    ConsumerRecord<byte[], byte[]> first = record(0, document("a", "The bank of the river."));
    ConsumerRecord<byte[], byte[]> second = record(1, document("b", "word ".repeat(300)));
    pipeline(1e6).process(List.of(first, second), output);
    RecordedOutput alone = new RecordedOutput();
    pipeline(1e6).process(List.of(first), alone);
    assertThat(alone.states().getFirst()).isEqualTo(output.states().getFirst());
  }

  private EmbedderPipeline pipeline(double tokensPerSecond) {
    SharedModel shared =
        new SharedModel(model, tokenizer.special().frame(), tokenizer.special().padding(), meters);
    return new StreamSetup(
            new StateRuns(shared, 640),
            new WindowCutter(tokenizer, 16),
            ModelIdentity.of(model.info()),
            LAYERS)
        .pipeline(new TopicNames("p-"), Duration.ofMillis(500), tokensPerSecond, meters);
  }

  /** Recomputes every slice of a message from its own token ids. */
  private static void assertStates(HiddenStateBatch batch, String text) {
    assertThat(batch.getModel().getHash().size()).isEqualTo(32);
    assertThat(batch.getLayersList()).isEqualTo(LAYERS);
    if (batch.hasNoVectors()) {
      assertThat(batch.getNoVectors().getReason()).isEqualTo(NoVectors.Reason.EMPTY);
      assertThat(text).isBlank();
      return;
    }
    float[] states = Vectors.unpack(batch.getStates());
    int next = 0;
    for (Slice slice : batch.getSlicesList()) {
      assertThat(slice.getFirst()).isZero();
      float[][] expected = DirectStates.of(model, slice.getWindow().getTokenIdsList(), LAYERS);
      for (float[] row : expected) {
        for (float value : row) {
          assertThat(states[next++]).isEqualTo(Float.float16ToFloat(Float.floatToFloat16(value)));
        }
      }
    }
    assertThat(next).isEqualTo(states.length);
  }

  private static Document document(String id, String text) {
    return Document.newBuilder().setId(id).setText(text).build();
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, Document document) {
    return record(offset, document.toByteArray(), "factorscope.v1.Document");
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] value, String type) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(HeaderNames.TYPE, type.getBytes(UTF_8));
    return new ConsumerRecord<>(
        "p-texts",
        PARTITION,
        offset,
        0L,
        TimestampType.CREATE_TIME,
        3,
        value.length,
        "key".getBytes(UTF_8),
        value,
        headers,
        Optional.empty());
  }
}
