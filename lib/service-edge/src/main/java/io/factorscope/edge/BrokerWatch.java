package io.factorscope.edge;

import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Instance;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.jboss.logging.Logger;

/** Asks the broker every second for a sign of life. */
public final class BrokerWatch implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(BrokerWatch.class);
  private static final Duration MAX_SILENCE = Duration.ofSeconds(15);

  private final Instance instance;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile long lastAnswer = System.nanoTime();

  /** Begins to watch. */
  public BrokerWatch(Instance instance) {
    this.instance = instance;
    this.thread = Thread.ofVirtual().name("broker-watch").start(this::watch);
  }

  /** Says so if the broker has not answered for a while. */
  public Optional<String> silence() {
    Duration silent = Duration.ofNanos(System.nanoTime() - lastAnswer);
    return silent.compareTo(MAX_SILENCE) > 0
        ? Optional.of(
            "the broker at %s has not answered for %d s"
                .formatted(instance.bootstrapServers(), silent.toSeconds()))
        : Optional.empty();
  }

  private void watch() {
    try (Admin admin = Admin.create(Clients.admin(instance))) {
      while (!closing.await(1, TimeUnit.SECONDS)) {
        ask(admin);
      }
    } catch (InterruptedException e) {
      LOG.debug("No longer watches the broker");
    }
  }

  private void ask(Admin admin) throws InterruptedException {
    try {
      admin.describeCluster().clusterId().get();
      lastAnswer = System.nanoTime();
    } catch (ExecutionException | RuntimeException e) {
      LOG.debugf("No answer from the broker: %s", e.getMessage());
    }
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }
}
