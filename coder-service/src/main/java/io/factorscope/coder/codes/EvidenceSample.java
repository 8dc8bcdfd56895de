package io.factorscope.coder.codes;

import io.factorscope.v1.Evidence;
import io.factorscope.v1.EvidencePolicy;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.PackedVectors;
import io.factorscope.v1.SampledVector;
import io.factorscope.v1.Slice;
import io.factorscope.wire.HeldOut;
import io.factorscope.wire.HiddenStateId;
import io.factorscope.wire.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The vectors of a batch that are sent as evidence: the share that the version names, by a hash of
 * their identity. The states go as they came, bit for bit.
 */
public final class EvidenceSample {

  private final CodedBatch coded;
  private final EvidencePolicy policy;
  private final List<Integer> rows = new ArrayList<>();
  private final List<SampledVector> vectors = new ArrayList<>();

  private EvidenceSample(CodedBatch coded) {
    this.coded = coded;
    this.policy = coded.version().header().getEvidence();
  }

  /** The evidence of a batch; nothing if no vector was drawn. */
  public static Optional<Evidence> of(CodedBatch coded) {
    EvidenceSample sample = new EvidenceSample(coded);
    if (coded.batch().rows() > 0) {
      sample.draw();
    }
    return sample.rows.isEmpty() ? Optional.empty() : Optional.of(sample.message());
  }

  private void draw() {
    HiddenStateBatch message = coded.batch().message();
    int row = 0;
    for (Slice slice : message.getSlicesList()) {
      for (int token = slice.getFirst(); token < slice.getEnd(); token++) {
        for (int layer : message.getLayersList()) {
          draw(row++, slice, token, layer);
        }
      }
    }
  }

  private void draw(int row, Slice slice, int token, int layer) {
    HiddenStateBatch message = coded.batch().message();
    HiddenStateId id =
        new HiddenStateId(
            message.getDocument().getPartition(),
            message.getDocument().getOffset(),
            slice.getWindow().getIndex(),
            token,
            layer);
    if (id.sampled(policy.getShare(), policy.getSalt())) {
      rows.add(row);
      vectors.add(
          SampledVector.newBuilder()
              .setWindow(id.window())
              .setToken(token)
              .setLayer(layer)
              .setTokenId(slice.getWindow().getTokenIds(token))
              .build());
    }
  }

  private Evidence message() {
    HiddenStateBatch message = coded.batch().message();
    return Evidence.newBuilder()
        .setDictionary(coded.version().header().getId())
        .setModel(message.getModel())
        .setDocument(message.getDocument())
        .addAllVectors(vectors)
        .setStates(states(message.getStates()))
        .setCodes(CodeMessages.packed(coded, rows.size(), rows::get))
        .setWeight(1 / policy.getShare())
        .setHeldOut(HeldOut.contains(message.getDocument().getId(), policy))
        .build();
  }

  private PackedVectors states(PackedVectors all) {
    int rowBytes = all.getWidth() * Vectors.bytes(all.getType());
    byte[] packed = new byte[rows.size() * rowBytes];
    for (int i = 0; i < rows.size(); i++) {
      all.getData().copyTo(packed, rows.get(i) * rowBytes, i * rowBytes, rowBytes);
    }
    return Vectors.message(packed, rows.size(), all.getWidth(), all.getType());
  }
}
