package io.factorscope.dictionary.first;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.models.ModelCatalogue;
import io.factorscope.sparse.learn.EvidenceShare;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.EvidencePolicy;
import io.factorscope.v1.FirstVersionWait;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.StatesSample;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.NewVersion;
import io.factorscope.wire.ContentHash;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Makes version 1 of a dictionary from the first hidden states of the stream. */
public final class FirstVersion implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(FirstVersion.class);
  private static final int HELD_OUT_MODULUS = 16;

  /** Of the vectors that coders send as evidence: in the beginning, all. */
  private static final double SHARE = EvidenceShare.DEFAULT.after(0);

  private final FirstVersionSettings settings;
  private final EvidencePolicy policy;
  private final Consumer<FirstVersionWait> waits;
  private final StatesPool pool;
  private final StatesReader reader;

  /**
   * Begins to read states.
   *
   * @param topic of the model's hidden states; must exist
   * @param waits is told what is waited for, as more is read
   */
  public FirstVersion(
      FirstVersionSettings settings,
      Instance instance,
      String topic,
      Consumer<FirstVersionWait> waits) {
    this.settings = settings;
    this.waits = waits;
    this.policy =
        EvidencePolicy.newBuilder()
            .setShare(SHARE)
            .setHeldOutModulus(HELD_OUT_MODULUS)
            .setSalt(settings.seed())
            .build();
    this.pool = new StatesPool(settings, policy);
    this.reader = new StatesReader(instance, topic);
    LOG.infof(
        "Dictionary %s has no version: waiting for %d hidden states in %s",
        settings.dictionary(), settings.statesWanted(), topic);
    waits.accept(pool.waitsFor());
  }

  /**
   * Reads what has come; makes the version of it once it is enough, or no more comes. Before there
   * is any there is no end of waiting.
   *
   * @param timeout for which it waits if nothing has come
   */
  public Optional<NewVersion> poll(Duration timeout) {
    boolean enough = !reader.poll(timeout, this::take);
    return enough || !pool.isEmpty() && reader.isQuiet(settings.patience())
        ? Optional.of(version())
        : Optional.empty();
  }

  private boolean take(HiddenStateBatch batch) {
    boolean more = pool.add(batch);
    waits.accept(pool.waitsFor());
    return more;
  }

  private NewVersion version() {
    FirstAtoms atoms =
        FirstAtoms.of(pool.drawn(), settings.factors(), pool.model().getWidth(), settings.seed());
    double lambda =
        settings
            .lambda()
            .orElseGet(() -> ModelCatalogue.defaults(settings.model()).lambda(pool.medianNorm()));
    StatesSample sample =
        StatesSample.newBuilder()
            .setSeed(settings.seed())
            .setVectors(pool.size())
            .setRandomAtoms(atoms.random())
            .addAllRanges(reader.ranges())
            .build();
    LOG.infof(
        "Made version 1 of %s from %d states: %d factors (%d of them random directions), lambda %.4g, layers %s",
        settings.dictionary(),
        pool.size(),
        settings.factors(),
        atoms.random(),
        lambda,
        pool.layers());
    return new NewVersion(header(atoms, lambda, sample), atoms.atoms());
  }

  private VersionHeader header(FirstAtoms atoms, double lambda, StatesSample sample) {
    byte[] modelHash = pool.model().getHash().toByteArray();
    byte[] hash = ContentHash.of(new byte[0], atoms.atoms(), lambda, modelHash, pool.layers());
    List<Integer> generations = Collections.nCopies(settings.factors(), 0);
    return VersionHeader.newBuilder()
        .setId(
            DictionaryVersion.newBuilder()
                .setName(settings.dictionary())
                .setVersion(1)
                .setContentHash(ByteString.copyFrom(hash)))
        .setModel(pool.model())
        .addAllLayers(pool.layers())
        .setFactors(settings.factors())
        .setLambda(lambda)
        .addAllGenerations(generations)
        .setCreated(Timestamps.fromMillis(System.currentTimeMillis()))
        .setSample(sample)
        .setEvidence(policy)
        .build();
  }

  @Override
  public void close() {
    reader.close();
  }
}
