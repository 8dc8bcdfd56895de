package io.factorscope.coder.current;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The version in use. One thread sets it, any may read it. */
public final class CurrentVersion {

  private final AtomicReference<@Nullable PreparedVersion> version = new AtomicReference<>();
  private final CountDownLatch known = new CountDownLatch(1);

  /** Changes the version in use. */
  public void set(PreparedVersion next) {
    version.set(next);
    known.countDown();
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
