package io.factorscope.dictionary.learn;

import com.google.protobuf.ByteString;
import io.factorscope.sparse.learn.HeldOutScore;
import io.factorscope.sparse.learn.LearnedVersion;
import io.factorscope.sparse.learn.Learner;
import io.factorscope.sparse.learn.Merge;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.EvidenceUpdate;
import io.factorscope.v1.VersionHeader;
import io.factorscope.v1.VersionMetrics;
import io.factorscope.wire.ContentHash;
import java.util.Arrays;
import java.util.List;

/**
 * The header of the version after the head.
 *
 * @param best number of the best version up to the head
 */
record NextHeader(
    VersionHeader head, long best, LearnedVersion learned, Evaluation.Outcome outcome) {

  /**
   * @param first offset of the evidence that came since the head
   * @param end offset after the last of it
   * @param vectors that were admitted since the head
   * @param share of vectors that coders send while the version is live
   */
  VersionHeader of(long first, long end, long vectors, long streamTime, double share) {
    VersionHeader.Builder header =
        VersionHeader.newBuilder()
            .setId(id())
            .setParent(head.getId().getVersion())
            .setParentHash(head.getId().getContentHash())
            .setModel(head.getModel())
            .addAllLayers(head.getLayersList())
            .setFactors(learned.factors())
            .setLambda(head.getLambda())
            .addAllGenerations(list(learned.generations()))
            .setEvidence(head.getEvidence().toBuilder().setShare(share))
            .addAllReplaced(list(learned.replaced()))
            .addAllMerged(learned.merged().stream().map(Merge::dropped).toList())
            .setUpdate(update(first, end, vectors, streamTime))
            .setLearnerRules(Learner.RULES)
            .setBest(outcome.isBest() ? head.getId().getVersion() + 1 : best);
    outcome.score().ifPresent(score -> header.setMetrics(metrics(score)));
    outcome.refused().ifPresent(header::setRefused);
    return header.build();
  }

  private DictionaryVersion id() {
    byte[] hash =
        ContentHash.of(
            head.getId().getContentHash().toByteArray(),
            learned.atoms(),
            head.getLambda(),
            head.getModel().getHash().toByteArray(),
            head.getLayersList());
    return DictionaryVersion.newBuilder()
        .setName(head.getId().getName())
        .setVersion(head.getId().getVersion() + 1)
        .setContentHash(ByteString.copyFrom(hash))
        .build();
  }

  private EvidenceUpdate update(long first, long end, long vectors, long streamTime) {
    return EvidenceUpdate.newBuilder()
        .setFirst(first)
        .setEnd(end)
        .setVectors(vectors)
        .setLearned(learned.counts().learned())
        .setCoded(learned.counts().coded())
        .setStreamTime(streamTime)
        .build();
  }

  private VersionMetrics metrics(HeldOutScore score) {
    return VersionMetrics.newBuilder()
        .setHeldOut(score.vectors())
        .setExplainedVariance(score.explainedVariance())
        .setMeanSupport(score.meanSupport())
        .setDead((int) Math.round(score.deadShare() * learned.factors()))
        .build();
  }

  private static List<Integer> list(int[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
