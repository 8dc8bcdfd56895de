package io.factorscope.exactlyonce;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Asks a broker for something, again and again while it is away. */
final class PatientAdmin {

  private static final Logger LOG = Logger.getLogger(PatientAdmin.class);

  private PatientAdmin() {}

  /** What is asked; the same may be asked several times. */
  interface Question {

    void ask(Admin admin) throws ExecutionException, InterruptedException;
  }

  /**
   * Returns when the question was answered.
   *
   * @throws InterruptedException if interrupted while the broker is away
   */
  static void ask(Instance instance, Question question) throws InterruptedException {
    for (int attempt = 0; ; attempt++) {
      try (Admin admin = Admin.create(Clients.admin(instance))) {
        question.ask(admin);
        return;
      } catch (ExecutionException | KafkaException e) {
        if (attempt % 10 == 0) {
          LOG.warnf(
              "No answer from the broker at %s (%s); trying on",
              instance.bootstrapServers(), e.getMessage());
        }
        Thread.sleep(Backoff.millis(attempt));
      }
    }
  }
}
