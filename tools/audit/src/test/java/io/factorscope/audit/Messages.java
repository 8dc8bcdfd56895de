package io.factorscope.audit;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.factorscope.exactlyonce.Headers;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.v1.CodeBatch;
import io.factorscope.v1.Deleted;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.Document;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.LayerSums;
import io.factorscope.v1.Model;
import io.factorscope.v1.NoVectors;
import io.factorscope.v1.NoVectors.Reason;
import io.factorscope.v1.PackedVectors;
import io.factorscope.v1.Slice;
import io.factorscope.v1.SourceDocument;
import io.factorscope.v1.SparseCodes;
import io.factorscope.v1.Window;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Messages of a tiny model of two layers, whole unless a test takes something away. */
final class Messages {

  static final AuditedTopics TOPICS = new AuditedTopics(new TopicNames(""), "tiny", "tiny");
  static final List<Integer> LAYERS = List.of(0, 2);
  static final int WIDTH = 2;

  private static final Model MODEL =
      Model.newBuilder()
          .setId("tiny")
          .setHash(ByteString.copyFrom(new byte[32]))
          .setWidth(WIDTH)
          .setDepth(2)
          .build();

  private Messages() {}

  static Document document(String id) {
    return Document.newBuilder().setId(id).setText("a few words").build();
  }

  static HiddenStateBatch states(int partition, long document, int tokens) {
    int rows = tokens * LAYERS.size();
    return HiddenStateBatch.newBuilder()
        .setModel(MODEL)
        .setDocument(source(partition, document, 1))
        .addAllLayers(LAYERS)
        .addSlices(slice(tokens, 0, tokens))
        .setStates(
            PackedVectors.newBuilder()
                .setType(ElementType.FLOAT16)
                .setRows(rows)
                .setWidth(WIDTH)
                .setData(ByteString.copyFrom(new byte[rows * WIDTH * Short.BYTES])))
        .build();
  }

  static CodeBatch codes(int partition, long document, int tokens) {
    int rows = tokens * LAYERS.size();
    return CodeBatch.newBuilder()
        .setModel(MODEL)
        .setDictionary(version(1))
        .setDocument(source(partition, document, 1))
        .addAllLayers(LAYERS)
        .addSlices(slice(tokens, 0, tokens))
        .setCodes(
            SparseCodes.newBuilder()
                .setRows(rows)
                .setFactorType(ElementType.UINT16)
                .setSupports(shorts(rows, 1))
                .setFactors(shorts(rows, 7))
                .setActivations(floats(rows, 0.5f))
                .setGaps(floats(rows, 1e-5f)))
        .setLargestGap(1e-5f)
        .addAllLayerSums(LAYERS.stream().map(layer -> sums(layer, tokens)).toList())
        .build();
  }

  static HiddenStateBatch noStates(int partition, long document, Reason reason) {
    return HiddenStateBatch.newBuilder()
        .setModel(MODEL)
        .setDocument(source(partition, document, 0))
        .setNoVectors(NoVectors.newBuilder().setReason(reason))
        .build();
  }

  static CodeBatch noCodes(int partition, long document, Reason reason) {
    return CodeBatch.newBuilder()
        .setModel(MODEL)
        .setDocument(source(partition, document, 0))
        .setNoVectors(NoVectors.newBuilder().setReason(reason))
        .build();
  }

  /** What the embedder says of texts [first, end). */
  static HiddenStateBatch statesDeleted(String topic, long first, long end) {
    return HiddenStateBatch.newBuilder()
        .setModel(MODEL)
        .setDocument(source(0, first, 0))
        .setNoVectors(deleted(topic, first, end))
        .build();
  }

  /** What the coder says of records [first, end) of a topic. */
  static CodeBatch codesDeleted(String topic, long first, long end) {
    return CodeBatch.newBuilder()
        .setModel(MODEL)
        .setDictionary(version(1))
        .setDocument(source(0, 0, 0))
        .setNoVectors(deleted(topic, first, end))
        .build();
  }

  private static NoVectors deleted(String topic, long first, long end) {
    return NoVectors.newBuilder()
        .setReason(Reason.DELETED)
        .setDeleted(Deleted.newBuilder().setTopic(topic).setFirst(first).setEnd(end))
        .build();
  }

  static DictionaryVersion version(int content) {
    byte[] hash = new byte[32];
    hash[0] = (byte) content;
    return DictionaryVersion.newBuilder()
        .setName("tiny")
        .setVersion(1)
        .setContentHash(ByteString.copyFrom(hash))
        .build();
  }

  static Slice slice(int length, int first, int end) {
    return Slice.newBuilder()
        .setWindow(Window.newBuilder().setIndex(0).addAllTokenIds(Collections.nCopies(length, 5)))
        .setFirst(first)
        .setEnd(end)
        .build();
  }

  static ByteString shorts(int count, int value) {
    ByteBuffer buffer = ByteBuffer.allocate(Short.BYTES * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      buffer.putShort((short) value);
    }
    return ByteString.copyFrom(buffer.flip());
  }

  static ByteString floats(int count, float value) {
    ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      buffer.putFloat(value);
    }
    return ByteString.copyFrom(buffer.flip());
  }

  static ConsumerRecord<byte[], byte[]> record(
      String topic, int partition, long offset, Message message) {
    return new ConsumerRecord<>(
        topic,
        partition,
        offset,
        1_000 * offset,
        TimestampType.CREATE_TIME,
        1,
        1,
        "d".getBytes(StandardCharsets.UTF_8),
        message.toByteArray(),
        new RecordHeaders(Headers.of(message, 0)),
        Optional.empty());
  }

  private static SourceDocument source(int partition, long offset, int windows) {
    return SourceDocument.newBuilder()
        .setPartition(partition)
        .setOffset(offset)
        .setId("d")
        .setWindows(windows)
        .build();
  }

  /** Of vectors (1, 3) and (1, 1) in turn, whose codes explain half of the variance. */
  private static LayerSums sums(int layer, int tokens) {
    int second = tokens / 2;
    int first = tokens - second;
    ByteBuffer sum = ByteBuffer.allocate(WIDTH * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    sum.putFloat(tokens).putFloat(3f * first + second);
    return LayerSums.newBuilder()
        .setLayer(layer)
        .setVectors(tokens)
        .setSum(ByteString.copyFrom(sum.flip()))
        .setSquaredNorms(10.0 * first + 2.0 * second)
        .setSquaredErrors(0.5 * tokens)
        .build();
  }
}
