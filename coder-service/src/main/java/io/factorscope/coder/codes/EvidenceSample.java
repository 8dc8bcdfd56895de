package io.factorscope.coder.codes;

import io.factorscope.v1.Evidence;
import io.factorscope.v1.EvidencePolicy;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.PackedVectors;
import io.factorscope.v1.SampledVector;
import io.factorscope.v1.Slice;
import io.factorscope.wire.HeldOut;
import io.factorscope.wire.HiddenStateId;
import io.factorscope.wire.MessageLimits;
import io.factorscope.wire.Vectors;
import java.util.ArrayList;
import java.util.List;

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

  /** The evidence of a batch, in messages of few vectors. */
  public static List<Evidence> of(CodedBatch coded) {
    EvidenceSample sample = new EvidenceSample(coded);
    coded.stateRows().forEach(sample::draw);
    List<Evidence> messages = new ArrayList<>();
    int most = MessageLimits.MAX_EVIDENCE_VECTORS;
    for (int from = 0; from < sample.rows.size(); from += most) {
      messages.add(sample.message(from, Math.min(from + most, sample.rows.size())));
    }
    return messages;
  }

  private void draw(int row, Slice slice, int token, int layer) {
    HiddenStateBatch message = coded.batch().message();
    HiddenStateId id =
        HiddenStateId.of(message.getDocument(), slice, token, message.getLayers(layer));
    if (id.sampled(policy.getShare(), policy.getSalt())) {
      rows.add(row);
      vectors.add(
          SampledVector.newBuilder()
              .setWindow(id.window())
              .setToken(token)
              .setLayer(id.layer())
              .setTokenId(slice.getWindow().getTokenIds(token))
              .build());
    }
  }

  private Evidence message(int from, int to) {
    HiddenStateBatch message = coded.batch().message();
    List<Integer> some = rows.subList(from, to);
    return Evidence.newBuilder()
        .setDictionary(coded.version().header().getId())
        .setModel(message.getModel())
        .setDocument(message.getDocument())
        .addAllVectors(vectors.subList(from, to))
        .setStates(states(message.getStates(), some))
        .setCodes(CodeMessages.packed(coded, some.size(), some::get).message())
        .setWeight(1 / policy.getShare())
        .setHeldOut(HeldOut.contains(message.getDocument().getId(), policy))
        .build();
  }

  private PackedVectors states(PackedVectors all, List<Integer> some) {
    int rowBytes = all.getWidth() * Vectors.bytes(all.getType());
    byte[] packed = new byte[some.size() * rowBytes];
    for (int i = 0; i < some.size(); i++) {
      int row = coded.statesRow() + some.get(i);
      all.getData().copyTo(packed, row * rowBytes, i * rowBytes, rowBytes);
    }
    return Vectors.message(packed, some.size(), all.getWidth(), all.getType());
  }
}
