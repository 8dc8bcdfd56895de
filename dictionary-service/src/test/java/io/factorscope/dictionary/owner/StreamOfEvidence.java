package io.factorscope.dictionary.owner;

import io.factorscope.dictionary.StreamOfStates;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCoder;
import io.factorscope.sparse.SparseCoders;
import io.factorscope.sparse.SparseCodes;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.Evidence;
import io.factorscope.v1.SampledVector;
import io.factorscope.v1.SourceDocument;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.ChunkedVersion;
import io.factorscope.wire.Codes;
import io.factorscope.wire.HeldOut;
import io.factorscope.wire.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Sends evidence as a coder would: sparse sums of hidden directions, coded with a version. */
public final class StreamOfEvidence {

  private static final int WIDTH = StreamOfStates.WIDTH;
  private static final int VECTORS = 50;
  private static final int IN_TRANSACTION = 5;

  private final TransactionalWriter writer;
  private final String topic;
  private final SplittableRandom random = new SplittableRandom(3);
  private final float[] directions = new float[24 * WIDTH];
  private long documents;

  public StreamOfEvidence(TransactionalWriter writer, String topic) {
    this.writer = writer;
    this.topic = topic;
    for (int i = 0; i < directions.length; i++) {
      directions[i] = (float) random.nextGaussian();
    }
  }

  /** Sends records of fifty vectors, coded with the given version. */
  public void send(int records, ChunkedVersion version) throws InterruptedException {
    VersionHeader header = version.header();
    SparseCoder coder =
        SparseCoders.best(
            Dictionary.of(version.assemble().atoms(), header.getFactors(), WIDTH),
            header.getLambda());
    List<OutputRecord> all = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      String key = header.getId().getName();
      all.add(new OutputRecord(topic, 0, key, evidence(header, coder), VECTORS));
    }
    for (int from = 0; from < records; from += IN_TRANSACTION) {
      writer.commit(all.subList(from, Math.min(from + IN_TRANSACTION, records)));
    }
  }

  private Evidence evidence(VersionHeader header, SparseCoder coder) {
    String id = "e" + documents++;
    float[] states = states();
    SparseCodes.Builder codes = new SparseCodes.Builder(VECTORS);
    coder.newWorker().encode(states, 0, VECTORS, codes);
    Evidence.Builder evidence =
        Evidence.newBuilder()
            .setDictionary(header.getId())
            .setModel(header.getModel())
            .setDocument(SourceDocument.newBuilder().setId(id).setOffset(documents))
            .setStates(Vectors.pack(states, VECTORS, WIDTH, ElementType.FLOAT32))
            .setCodes(packed(codes.build(), header.getFactors()).message())
            .setWeight(1)
            .setHeldOut(HeldOut.contains(id, header.getEvidence()));
    for (int token = 0; token < VECTORS; token++) {
      evidence.addVectors(SampledVector.newBuilder().setToken(token).setLayer(token % 2 * 2));
    }
    return evidence.build();
  }

  private float[] states() {
    float[] states = new float[VECTORS * WIDTH];
    for (int row = 0; row < VECTORS; row++) {
      for (int k = 0; k < 3; k++) {
        int direction = random.nextInt(24);
        float activation = (float) (0.5 + random.nextDouble());
        for (int i = 0; i < WIDTH; i++) {
          states[row * WIDTH + i] += activation * directions[direction * WIDTH + i];
        }
      }
    }
    return states;
  }

  private static Codes.Packer packed(SparseCodes codes, int factors) {
    Codes.Packer packer = new Codes.Packer(codes.count(), codes.factors().length, factors);
    for (int row = 0; row < codes.count(); row++) {
      packer.row(codes.support(row), codes.gaps()[row]);
      for (int entry = codes.offset(row); entry < codes.offset(row + 1); entry++) {
        packer.entry(codes.factors()[entry], codes.activations()[entry]);
      }
    }
    return packer;
  }
}
