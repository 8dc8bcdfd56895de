package io.factorscope.coder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.factorscope.coder.codes.CodeMessages;
import io.factorscope.coder.current.CurrentVersion;
import io.factorscope.coder.current.PreparedVersion;
import io.factorscope.sparse.CodingException;
import io.factorscope.sparse.SparseCoder;
import io.factorscope.v1.CodeBatch;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.PackedVectors;
import io.factorscope.wire.HeaderNames;
import io.factorscope.wire.Vectors;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
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
      RecordedOutput output = new RecordedOutput();
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

  @Test
  void everyRecordThatCantBeCodedIsADeadLetterOfItsOwn() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      records.add(record(i, planted.batch(0, i, 4).build()));
    }
    RecordedOutput output = new RecordedOutput();
    SparseCoder faulty = new DelegatingCoder(planted.coder(), CoderPipelineTest::failsAtOnce);
    try (VectorCoder coder = new VectorCoder(2)) {
      pipeline(coder, faulty).process(records, output);
    }
    assertThat(output.deadLetters)
        .hasSize(3)
        .allMatch(letter -> letter.endsWith("states: row 0: made to fail"));
    assertThat(output.codes).hasSize(3).allMatch(CodeBatch::hasNoVectors);
  }

  private static void failsAtOnce(int row) {
    throw new CodingException(row, "made to fail");
  }

  @Test
  void whenStatesTakeLongTheLastRecordsAreLeftToTheNextTransaction() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      HiddenStateBatch.Builder batch = planted.batch(0, i, 10);
      records.add(record(i, (i == 1 || i == 11 ? batch.clearSlices() : batch).build()));
    }
    List<Long> answered = new ArrayList<>();
    List<String> deadLetters = new ArrayList<>();
    SparseCoder slow = new DelegatingCoder(planted.coder(), row -> pause(20));
    try (VectorCoder coder = new VectorCoder(1)) {
      CoderPipeline pipeline = pipeline(coder, slow);
      int turns = 0;
      for (int done = 0; done < records.size(); turns++) {
        RecordedOutput output = new RecordedOutput();
        pipeline.process(records.subList(done, records.size()), output);
        done = records.size() - output.left;
        output.codes.forEach(codes -> answered.add(codes.getDocument().getOffset()));
        deadLetters.addAll(output.deadLetters);
      }
      assertThat(turns).isBetween(2, 8);
      assertThat(coder.vectorsInTurn()).isLessThan(25);
    }
    assertThat(answered).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
    assertThat(deadLetters).hasSize(2);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
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
    RecordedOutput output = new RecordedOutput();
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
    RecordedOutput output = new RecordedOutput();
    HiddenStateBatch.Builder other = planted.batch(0, 0, 2);
    other.getModelBuilder().setHash(ByteString.copyFromUtf8("another"));
    pipeline(output, List.of(record(0, other.build())), 1, 1);
    assertThat(output.skipped).containsExactly(0L);
    assertThat(output.sent).isEmpty();
    assertThat(output.deadLetters).isEmpty();
  }

  private void assertRefused(UnaryOperator<HiddenStateBatch.Builder> fault, String reason) {
    RecordedOutput output = new RecordedOutput();
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
    RecordedOutput output = new RecordedOutput();
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
    RecordedOutput output = new RecordedOutput();
    pipeline(output, records, batch, threads);
    return output.sent;
  }

  private void pipeline(
      RecordedOutput output, List<ConsumerRecord<byte[], byte[]>> records, int batch, int threads) {
    try (VectorCoder coder = new VectorCoder(threads)) {
      CoderPipeline pipeline = pipeline(coder, planted.coder());
      for (int from = 0; from < records.size(); from += batch) {
        int end = Math.min(from + batch, records.size());
        for (int done = from; done < end; done = end - output.left) {
          pipeline.process(records.subList(done, end), output);
        }
      }
    }
  }

  private CoderPipeline pipeline(VectorCoder coder, SparseCoder ofVersion) {
    CurrentVersion current = new CurrentVersion();
    current.set(new PreparedVersion(planted.header(), ofVersion));
    return new CoderPipeline(
        current,
        coder,
        new CodeMessages("test/0"),
        new CoderTopics("codes", "evidence", 0, "planted"),
        new CoderMetrics(new SimpleMeterRegistry()));
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, HiddenStateBatch batch) {
    return record(offset, batch.toByteArray());
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, byte @Nullable [] value) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(HeaderNames.TYPE, "factorscope.v1.HiddenStateBatch".getBytes(UTF_8));
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
}
