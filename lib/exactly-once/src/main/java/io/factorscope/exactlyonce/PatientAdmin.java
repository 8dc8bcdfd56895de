package io.factorscope.exactlyonce;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
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
   * @param about the topics or the group that it is about, for people
   * @throws IllegalStateException if asking again can't help; names the remedy
   * @throws InterruptedException if interrupted while the broker is away
   */
  static void ask(Instance instance, String about, Question question) throws InterruptedException {
    for (int attempt = 0; ; attempt++) {
      try (Admin admin = Admin.create(Clients.admin(instance))) {
        question.ask(admin);
        return;
      } catch (ExecutionException | KafkaException e) {
        Throwable cause = cause(e);
        Optional<String> remedy = remedy(cause);
        if (remedy.isPresent()) {
          throw new IllegalStateException(
              "%s: the broker at %s can't be asked (%s); %s"
                  .formatted(about, instance.bootstrapServers(), cause.getMessage(), remedy.get()),
              cause);
        }
        if (attempt % 10 == 0) {
          LOG.warnf(
              "No answer from the broker at %s (%s); trying on",
              instance.bootstrapServers(), e.getMessage());
        }
        Thread.sleep(Backoff.millis(attempt));
      }
    }
  }

  /** Without what only wraps it. */
  private static Throwable cause(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() instanceof KafkaException inner
        && (cause instanceof ExecutionException || cause.getClass() == KafkaException.class)
        && !(inner instanceof ConfigException)) {
      cause = inner;
    }
    return cause;
  }

  /**
   * What an operator has to do where a repeat can't help. (A name that can't be resolved yet is a
   * wrapped ConfigException: a repeat helps.)
   */
  private static Optional<String> remedy(Throwable cause) {
    return Optional.ofNullable(
        switch (cause) {
          case AuthorizationException _ ->
              "allow this service to describe and create its topics and to read with its groups";
          case AuthenticationException _ ->
              "set this service's credentials by factorscope.kafka.client.*";
          case ConfigException _ -> "correct factorscope.kafka.client.*";
          case UnsupportedVersionException _ -> "use a newer broker";
          case InvalidConfigurationException _, PolicyViolationException _ ->
              "create the topic beforehand, with settings that the broker allows";
          default -> null;
        });
  }
}
