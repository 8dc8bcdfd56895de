package io.factorscope.dictionary;

import com.google.protobuf.ByteString;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.Model;
import io.factorscope.v1.Slice;
import io.factorscope.v1.SourceDocument;
import io.factorscope.v1.Window;
import io.factorscope.wire.Vectors;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Puts random hidden states of a small model into its topic. */
public final class StreamOfStates {

  public static final int WIDTH = 16;
  public static final Model MODEL =
      Model.newBuilder()
          .setId("small")
          .setHash(ByteString.copyFromUtf8("hash of the small model"))
          .setWidth(WIDTH)
          .setDepth(2)
          .build();

  private final TestBroker broker;
  private final TopicSpecs topics;
  private final SplittableRandom random = new SplittableRandom(11);
  private long documents;

  public StreamOfStates(TestBroker broker, TopicSpecs topics) {
    this.broker = broker;
    this.topics = topics;
  }

  /** Sends documents of ten tokens, each with two layers: twenty vectors. */
  public void send(int count) throws InterruptedException {
    try (TransactionalWriter writer =
        new TransactionalWriter(
            broker.instance("writer", "0"), "states", new SimpleMeterRegistry())) {
      for (int i = 0; i < count; i++) {
        HiddenStateBatch batch = batch("d" + documents++);
        String topic = topics.hiddenStates(MODEL.getId()).name();
        writer.commit(
            List.of(new OutputRecord(topic, i % 2, batch.getDocument().getId(), batch, 20)));
      }
    }
  }

  /** Sends a document with a fault. */
  public void sendBad(Consumer<HiddenStateBatch.Builder> fault) throws InterruptedException {
    HiddenStateBatch.Builder bad = batch("bad" + documents++).toBuilder();
    fault.accept(bad);
    try (TransactionalWriter writer =
        new TransactionalWriter(
            broker.instance("writer", "0"), "states", new SimpleMeterRegistry())) {
      String topic = topics.hiddenStates(MODEL.getId()).name();
      writer.commit(List.of(new OutputRecord(topic, 0, "bad", bad.build(), 20)));
    }
  }

  private HiddenStateBatch batch(String id) {
    float[] states = new float[20 * WIDTH];
    for (int i = 0; i < states.length; i++) {
      states[i] = (float) (2 * random.nextGaussian());
    }
    // The first token is the same in every document, as raw embeddings are.
    Arrays.fill(states, 0, WIDTH, 1);
    return HiddenStateBatch.newBuilder()
        .setModel(MODEL)
        .setDocument(SourceDocument.newBuilder().setId(id).setOffset(documents).setWindows(1))
        .addLayers(0)
        .addLayers(2)
        .addSlices(Slice.newBuilder().setEnd(10).setWindow(window()))
        .setStates(Vectors.pack(states, 20, WIDTH, ElementType.FLOAT32))
        .build();
  }

  private static Window window() {
    return Window.newBuilder().setText("text").addAllTokenIds(Collections.nCopies(10, 5)).build();
  }
}
