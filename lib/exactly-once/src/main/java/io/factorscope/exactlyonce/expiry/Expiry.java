package io.factorscope.exactlyonce.expiry;

import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.pressure.Readers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.jboss.logging.Logger;

/**
 * Deletes from a topic, now and then, what is past its time and read by all readers; where there is
 * no reader, what is past its time. Several may do so for one topic.
 */
public final class Expiry implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Expiry.class);

  /** How often it looks, so that nothing stays much longer than its time. */
  private static final int LOOKS_IN_TIME = 24;

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final String topic;
  private final Readers readers;
  private final PastRecords past;
  private final Duration pause;
  private final Properties settings;
  private final Counter deleted;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Begins. Takes the readers over.
   *
   * @param kept for how long records are kept at least
   * @param readers of the topic
   */
  public Expiry(
      Instance instance, String topic, Duration kept, Readers readers, MeterRegistry meters) {
    this.topic = topic;
    this.readers = readers;
    this.past = new PastRecords(topic, kept, readers);
    this.pause = pause(kept);
    this.settings = Clients.admin(instance);
    this.deleted =
        Counter.builder("factorscope.records.expired")
            .description("Offsets deleted: past their time, and read by all readers")
            .tag("topic", topic)
            .register(meters);
    this.thread = Thread.ofVirtual().name("expiry-" + topic).start(this::run);
  }

  private static Duration pause(Duration kept) {
    Duration pause = kept.dividedBy(LOOKS_IN_TIME);
    Duration atMost = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    return atMost.compareTo(SHORTEST) < 0 ? SHORTEST : atMost;
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
  }

  private void run() {
    try (readers;
        Admin admin = Admin.create(settings)) {
      while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        look(admin);
      }
    } catch (InterruptedException e) {
      LOG.debugf("No longer deletes from %s", topic);
    }
  }

  private void look(Admin admin) throws InterruptedException {
    try {
      deleted.increment(past.delete(admin));
    } catch (ExecutionException | RuntimeException e) {
      LOG.warnf(
          "%s: what is past its time can't be deleted now: %s; if this goes on, only its"
              + " retention.bytes limits the topic (deleting needs Delete and Describe of it)",
          topic, e.getMessage());
    }
  }
}
