package io.factorscope.exactlyonce.backpressure;

import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.backpressure.Backlog.Unread;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Watches whether a topic's readers keep up. Its writers have to wait while what one reader has not
 * read takes more than half of what the topic keeps. A topic without a limit in bytes has no
 * backpressure.
 */
public final class Backpressure implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Backpressure.class);
  private static final double MAX_UNREAD_SHARE = 0.5;
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final String topic;
  private final Backlog backlog;
  private final ReadersWatch watch;
  private volatile Unread unread = Unread.NOTHING;

  /**
   * Begins to watch. Takes the readers over.
   *
   * @param readers of the topic
   */
  public Backpressure(Instance instance, String topic, Readers readers, MeterRegistry meters) {
    this.topic = topic;
    this.backlog = new Backlog(topic, readers);
    Gauge.builder("factorscope.unread.share", this, watched -> watched.unread.share())
        .description("Unread bytes of the slowest reader, as a share of what the topic keeps")
        .tag("topic", topic)
        .register(meters);
    this.watch =
        new ReadersWatch(
            "backpressure-" + topic, instance, readers, LOOK_EVERY, this::look, meters);
    watch.start();
  }

  /** Whether the writer has to wait. */
  public boolean applies() {
    return unread.share() > MAX_UNREAD_SHARE;
  }

  /** Why the writer has to wait, if it has to. */
  public Optional<String> problem() {
    return applies() ? Optional.of(state()) : Optional.empty();
  }

  private String state() {
    Unread now = unread;
    return "readers of %s have not read %.0f %% of what it may keep; the limit is %.0f %%; the slowest is %s"
        .formatted(topic, now.share() * 100, MAX_UNREAD_SHARE * 100, now.reader());
  }

  @Override
  public void close() {
    watch.close();
  }

  private void look(Admin admin) throws InterruptedException {
    try {
      boolean before = applies();
      unread = backlog.unread(admin);
      if (applies() != before) {
        LOG.infof("%s: %s", before ? "Goes on" : "Waits", state());
      }
    } catch (ExecutionException | KafkaException e) {
      LOG.debugf("Can't ask for the readers of %s: %s", topic, e.getMessage());
    }
  }
}
