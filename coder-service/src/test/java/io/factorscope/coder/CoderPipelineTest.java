package io.factorscope.coder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.factorscope.coder.codes.CodeMessages;
import io.factorscope.coder.current.CurrentVersion;
import io.factorscope.coder.current.PreparedVersion;
import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.exactlyonce.Output;
import io.factorscope.sparse.SparseCoders;
import io.factorscope.v1.CodeBatch;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.PackedVectors;
import io.factorscope.wire.Vectors;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The whole path of the coder without a broker. */
class CoderPipelineTest {

  private final PlantedStates planted = new PlantedStates();

  @Test
  void theSameStatesGiveTheSameBytesWhateverTheBatchesAndThreads() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      planted.factorsInState(2 + i % 9);
      records.add(record(i, planted.batch(0, i, 1 + i * 7 % 40).build()));
    }

    List<String> all = run(records, records.size(), 1);

    assertThat(all).hasSizeGreaterThan(100);
    for (int threads = 1; threads <= 4; threads++) {
      for (int batch : new int[] {1, 7, 23, records.size()}) {
        assertThat(run(records, batch, threads))
            .as("%d records at once on %d threads", batch, threads)
            .isEqualTo(all);
      }
    }
  }

  @Test
  void faultsOfRecordsAreNamedAndTheNextIsCoded() {
    assertRefused(b -> b.clearDocument(), "document: is missing, must name the record of texts");
    assertUnanswered(
        b -> b.getDocumentBuilder().setId("x".repeat(5_000)),
        "document.id: has 5000 characters, must have at most 4096");
    assertRefused(
        b -> b.clearSlices(), "slices: is empty, must be some, or no_vectors must say why not");
    assertRefused(
        b -> b.setSlices(0, b.getSlices(0).toBuilder().setEnd(9)),
        "slice: is [0, 9), must be within the window's 2 tokens");
    assertRefused(states(b -> b.setRows(3)), "states.rows: is 3, must be 4");
    assertRefused(states(b -> b.setWidth(33)), "states.width: is 33, must be 32");
    assertRefused(
        states(b -> b.setData(b.getData().substring(1))),
        "states.data: has 255 bytes, must have rows 4 x width 32 x 2 = 256");
    assertRefused(
        states(b -> b.setTypeValue(99)),
        "states.type: is UNRECOGNIZED, must be FLOAT16 or FLOAT32");
    assertRefused(states(b -> b.setData(with(b.getData(), 7, 0x7C00))), notFinite(7)); // infinity
    assertRefused(states(b -> b.setData(with(b.getData(), 0, 0xFC00))), notFinite(0)); // -infinity
    assertRefused(states(b -> b.setData(with(b.getData(), 127, 0x7E01))), notFinite(127)); // NaN
  }

  @Test
  void statesThatCantBeCodedAreDeadLettersAndTheOthersAreCoded() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      HiddenStateBatch.Builder batch = planted.batch(0, i, 20);
      records.add(record(i, i % 3 == 1 ? enormous(batch).build() : batch.build()));
    }
    for (int threads = 1; threads <= 2; threads++) {
      Recorded output = new Recorded();
      pipeline(output, records, records.size(), threads);

      assertThat(output.deadLetters).hasSize(2);
      assertThat(output.deadLetters.getFirst())
          .startsWith("1 states: row 39: its norm is ")
          .endsWith(", above the limit 1e15; scale states down");
      assertThat(output.deadLetters.getLast()).startsWith("4 states: row 39: its norm is ");
      assertThat(output.codes.stream().map(codes -> codes.getDocument().getOffset()))
          .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
      assertThat(output.codes.stream().map(CodeBatch::hasNoVectors))
          .containsExactly(false, true, false, false, true, false);
    }
  }

  /** The last state's first value is finite, and more than float sums can take. */
  private static HiddenStateBatch.Builder enormous(HiddenStateBatch.Builder batch) {
    float[] states = Vectors.unpack(batch.getStates());
    states[states.length - PlantedStates.WIDTH] = 1e20f;
    int rows = batch.getStates().getRows();
    return batch.setStates(Vectors.pack(states, rows, PlantedStates.WIDTH, ElementType.FLOAT32));
  }

  @Test
  void garbageOfTheRightTypeIsADeadLetter() {
    Recorded output = new Recorded();
    byte[] good = planted.batch(0, 0, 2).build().toByteArray();
    byte[] cut = Arrays.copyOf(good, good.length / 2);
    pipeline(output, List.of(record(0, cut), record(1, (byte[]) null), record(2, good)), 3, 1);
    assertThat(output.deadLetters).hasSize(2);
    assertThat(output.deadLetters.get(0))
        .startsWith("0 value: is no factorscope.v1.HiddenStateBatch: ");
    assertThat(output.deadLetters.get(1))
        .isEqualTo("1 value: is missing, must be a factorscope.v1.HiddenStateBatch");
    assertThat(output.codes).hasSize(1);
  }

  @Test
  void anotherModelsStatesAreSkipped() {
    Recorded output = new Recorded();
    HiddenStateBatch.Builder other = planted.batch(0, 0, 2);
    other.getModelBuilder().setHash(ByteString.copyFromUtf8("another"));
    pipeline(output, List.of(record(0, other.build())), 1, 1);
    assertThat(output.skipped).containsExactly(0L);
    assertThat(output.sent).isEmpty();
    assertThat(output.deadLetters).isEmpty();
  }

  private void assertRefused(UnaryOperator<HiddenStateBatch.Builder> fault, String reason) {
    Recorded output = new Recorded();
    HiddenStateBatch bad = fault.apply(planted.batch(0, 0, 2)).build();
    HiddenStateBatch good = planted.batch(0, 1, 2).build();
    pipeline(output, List.of(record(0, bad), record(1, good)), 2, 1);
    assertThat(output.deadLetters).containsExactly("0 " + reason);
    assertThat(output.codes.getLast().getCodes().getRows()).isEqualTo(4);
    if (bad.hasDocument()) {
      assertThat(output.codes.getFirst().getNoVectors().getDetail()).isEqualTo(reason);
    }
  }

  private void assertUnanswered(Consumer<HiddenStateBatch.Builder> fault, String reason) {
    Recorded output = new Recorded();
    HiddenStateBatch.Builder bad = planted.batch(0, 0, 2);
    fault.accept(bad);
    pipeline(output, List.of(record(0, bad.build())), 1, 1);
    assertThat(output.deadLetters).containsExactly("0 " + reason);
    assertThat(output.codes).isEmpty();
  }

  private static UnaryOperator<HiddenStateBatch.Builder> states(
      UnaryOperator<PackedVectors.Builder> fault) {
    return batch -> batch.setStates(fault.apply(batch.getStates().toBuilder()));
  }

  private static String notFinite(int element) {
    return "states.data: element " + element + " is no finite number";
  }

  private static ByteString with(ByteString data, int element, int bits) {
    byte[] bytes = data.toByteArray();
    bytes[2 * element] = (byte) bits;
    bytes[2 * element + 1] = (byte) (bits >> 8);
    return ByteString.copyFrom(bytes);
  }

  private List<String> run(List<ConsumerRecord<byte[], byte[]>> records, int batch, int threads) {
    Recorded output = new Recorded();
    pipeline(output, records, batch, threads);
    return output.sent;
  }

  private void pipeline(
      Recorded output, List<ConsumerRecord<byte[], byte[]>> records, int batch, int threads) {
    CurrentVersion current = new CurrentVersion();
    current.set(
        new PreparedVersion(
            planted.header(), SparseCoders.best(planted.dictionary(), PlantedStates.LAMBDA)));
    CoderTopics topics = new CoderTopics("codes", "evidence", 0, "planted");
    try (VectorCoder coder = new VectorCoder(threads)) {
      CoderPipeline pipeline =
          new CoderPipeline(
              current,
              coder,
              new CodeMessages("test/0"),
              topics,
              new CoderMetrics(new SimpleMeterRegistry()));
      for (int from = 0; from < records.size(); from += batch) {
        pipeline.process(records.subList(from, Math.min(from + batch, records.size())), output);
      }
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, HiddenStateBatch batch) {
    return record(offset, batch.toByteArray());
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, byte @Nullable [] value) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.TYPE, "factorscope.v1.HiddenStateBatch".getBytes(UTF_8));
    return new ConsumerRecord<>(
        "hidden-states.planted",
        0,
        offset,
        0L,
        TimestampType.CREATE_TIME,
        3,
        value == null ? -1 : value.length,
        "key".getBytes(UTF_8),
        value,
        headers,
        Optional.empty());
  }

  /** Keeps what a step would commit: each record as text, its message as bytes. */
  private static final class Recorded implements Output {

    private final List<String> sent = new ArrayList<>();
    private final List<CodeBatch> codes = new ArrayList<>();
    private final List<String> deadLetters = new ArrayList<>();
    private final List<Long> skipped = new ArrayList<>();

    @Override
    public void send(String topic, int partition, String key, Message message, int vectors) {
      String bytes = HexFormat.of().formatHex(message.toByteArray());
      sent.add(String.join(" ", topic, "" + partition, key, "" + vectors, bytes));
      if (message instanceof CodeBatch batch) {
        codes.add(batch);
      }
    }

    @Override
    public void deadLetter(ConsumerRecord<byte[], byte[]> record, BadRecordException reason) {
      deadLetters.add(record.offset() + " " + reason.getMessage());
    }

    @Override
    public void skip(ConsumerRecord<byte[], byte[]> record) {
      skipped.add(record.offset());
    }
  }
}
