package io.factorscope.exactlyonce.expiry;

import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.backpressure.Readers;
import io.factorscope.exactlyonce.backpressure.ReadersWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Deletes from a topic, now and then, what is past its time and read by all readers; where there is
 * no reader, what is past its time. Several may do so for one topic.
 */
public final class Expiry implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Expiry.class);

  /** How often it looks, so that nothing stays much longer than its time. */
  private static final int LOOKS_IN_TIME = 24;

  private static final Duration MIN_PAUSE = Duration.ofSeconds(1);
  private static final Duration MAX_PAUSE = Duration.ofHours(1);

  private final String topic;
  private final PastRecords past;
  private final Counter deleted;
  private final ReadersWatch watch;

  /**
   * Begins. Takes the readers over.
   *
   * @param kept for how long records are kept at least
   * @param readers of the topic
   */
  public Expiry(
      Instance instance, String topic, Duration kept, Readers readers, MeterRegistry meters) {
    this.topic = topic;
    this.past = new PastRecords(topic, kept, readers);
    this.deleted =
        Counter.builder("factorscope.records.expired")
            .description("Offsets deleted: past their time, and read by all readers")
            .tag("topic", topic)
            .register(meters);
    this.watch =
        new ReadersWatch("expiry-" + topic, instance, readers, pause(kept), this::look, meters);
    watch.start();
  }

  private static Duration pause(Duration kept) {
    Duration pause = kept.dividedBy(LOOKS_IN_TIME);
    Duration atMost = pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause;
    return atMost.compareTo(MIN_PAUSE) < 0 ? MIN_PAUSE : atMost;
  }

  @Override
  public void close() {
    watch.close();
  }

  private void look(Admin admin) throws InterruptedException {
    try {
      deleted.increment(past.delete(admin));
    } catch (ExecutionException | KafkaException e) {
      LOG.warnf(
          "%s: what is past its time can't be deleted now: %s; if this goes on, only its"
              + " retention.bytes limits the topic (deleting needs Delete and Describe of it)",
          topic, e.getMessage());
    }
  }
}
