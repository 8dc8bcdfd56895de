package io.factorscope.coder.current;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The version in use. One thread sets it, any may read it. */
public final class CurrentVersion {

  private static final Logger LOG = Logger.getLogger(CurrentVersion.class);

  private final AtomicReference<@Nullable PreparedVersion> version = new AtomicReference<>();
  private final CountDownLatch known = new CountDownLatch(1);

  /** Changes the version in use. */
  public void set(PreparedVersion next) {
    version.set(next);
    known.countDown();
    LOG.infof(
        "In use: version %d of %s, %d factors, lambda %.4g",
        next.number(),
        next.header().getId().getName(),
        next.header().getFactors(),
        next.header().getLambda());
  }

  /** Waits until there is one. */
  public PreparedVersion await() throws InterruptedException {
    known.await();
    return get().orElseThrow();
  }

  public Optional<PreparedVersion> get() {
    return Optional.ofNullable(version.get());
  }

  /** Its number; 0 before there is one. */
  public long number() {
    return get().map(PreparedVersion::number).orElse(0L);
  }
}
