package io.factorscope.exactlyonce.pressure;

import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.pressure.Backlog.Unread;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.jboss.logging.Logger;

/**
 * Watches whether a topic's readers keep up: too high while what one of them has not read takes
 * more than half of what the topic keeps. A topic without a limit in bytes has no pressure.
 */
public final class Pressure implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Pressure.class);
  private static final double TOO_MUCH = 0.5;
  private static final long LOOK_MILLIS = 1_000;
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

  private final String topic;
  private final Readers readers;
  private final Backlog backlog;
  private final Properties settings;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile Unread unread = Unread.NOTHING;
  private volatile long lastAnswer = System.nanoTime();

  /**
   * Begins to watch. Takes the readers over.
   *
   * @param readers of the topic
   */
  public Pressure(Instance instance, String topic, Readers readers, MeterRegistry meters) {
    this.topic = topic;
    this.readers = readers;
    this.backlog = new Backlog(topic, readers);
    this.settings = Clients.admin(instance);
    Gauge.builder("factorscope.unread.share", this, pressure -> pressure.unread.share())
        .description("Unread bytes of the slowest reader, as a share of what the topic keeps")
        .tag("topic", topic)
        .register(meters);
    this.thread = Thread.ofVirtual().name("pressure-" + topic).start(this::watch);
  }

  /** Whether the writer should wait. */
  public boolean isTooHigh() {
    return unread.share() > TOO_MUCH;
  }

  /** Why the writer should wait, if it should. */
  public Optional<String> problem() {
    return isTooHigh() ? Optional.of(state()) : Optional.empty();
  }

  /** Says so if the broker has not answered for a while. */
  public Optional<String> silence() {
    Duration silent = Duration.ofNanos(System.nanoTime() - lastAnswer);
    return silent.compareTo(LONGEST_SILENCE) > 0
        ? Optional.of(
            "the broker at %s has not answered for %d s"
                .formatted(settings.get("bootstrap.servers"), silent.toSeconds()))
        : Optional.empty();
  }

  private String state() {
    Unread now = unread;
    return "readers of %s have not read %.0f %% of what it may keep; the limit is %.0f %%; the slowest is %s"
        .formatted(topic, now.share() * 100, TOO_MUCH * 100, now.reader());
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }

  private void watch() {
    try (readers;
        Admin admin = Admin.create(settings)) {
      while (!closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        look(admin);
      }
    } catch (InterruptedException e) {
      LOG.debugf("No longer watches the readers of %s", topic);
    }
  }

  private void look(Admin admin) throws InterruptedException {
    try {
      boolean before = isTooHigh();
      unread = backlog.unread(admin);
      lastAnswer = System.nanoTime();
      if (isTooHigh() != before) {
        LOG.infof("%s: %s", before ? "Goes on" : "Waits", state());
      }
    } catch (ExecutionException | RuntimeException e) {
      LOG.debugf("Can't ask for the readers of %s: %s", topic, e.getMessage());
    }
  }
}
