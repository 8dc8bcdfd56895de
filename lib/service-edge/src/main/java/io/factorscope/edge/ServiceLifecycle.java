package io.factorscope.edge;

import io.factorscope.edge.calls.RetryLaterException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One service from its start to its end: starts it in the background and knows what ails it. */
public final class ServiceLifecycle implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(ServiceLifecycle.class);
  private static final Duration TIME_TO_INTERRUPT = Duration.ofSeconds(10);

  private final Service service;
  private final BrokerWatch broker;
  private final Thread starting;
  private volatile @Nullable Supplier<String> waiting = () -> "has not started"; // null: has
  private volatile @Nullable String failure;

  /** Takes both over. */
  public ServiceLifecycle(Service service, BrokerWatch broker) {
    this.service = service;
    this.broker = broker;
    this.starting = Thread.ofPlatform().name("start").unstarted(this::run);
  }

  /** Begins the start and returns at once. */
  public void start() {
    // Kafka's clients look for classes through the thread; this one and its children are the
    // application's.
    starting.setContextClassLoader(service.getClass().getClassLoader());
    starting.start();
  }

  private void run() {
    try {
      service.start(state -> waiting = state);
      waiting = null;
      LOG.infof("The %s has started", service.name());
    } catch (InterruptedException e) {
      waiting = () -> "is stopped";
    } catch (RuntimeException | Error e) {
      failure = "could not start: " + e.getMessage();
      LOG.errorf(e, "The %s could not start", service.name());
    }
  }

  /** The service's name. */
  String name() {
    return service.name();
  }

  /** What else the service says of itself, by name. */
  Map<String, String> details() {
    return service.details();
  }

  /** Why the start failed, if it did: it will not be tried again. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** Why the service does not do all of its work now, if so. */
  public Optional<String> problem() {
    return startProblem().or(service::problem).or(broker::silence);
  }

  /**
   * For calls that need the service to have started.
   *
   * @throws RetryLaterException if it has not
   */
  public void requireStarted() {
    startProblem().ifPresent(this::refuse);
  }

  /**
   * For calls that need the broker, too: its clients' own time limits are long.
   *
   * @throws RetryLaterException if the service has not started, or the broker is silent
   */
  public void requireBroker() {
    startProblem().or(broker::silence).ifPresent(this::refuse);
  }

  private void refuse(String problem) {
    throw new RetryLaterException(
        RetryLaterException.Kind.AWAY, "The %s is not ready: %s".formatted(name(), problem));
  }

  private Optional<String> startProblem() {
    Optional<String> failed = failure();
    Supplier<String> state = waiting;
    return failed.isPresent() || state == null ? failed : Optional.of(state.get());
  }

  /** Interrupts a start that is not done, then closes the service. */
  @Override
  public void close() {
    starting.interrupt();
    try {
      starting.join(TIME_TO_INTERRUPT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    service.close();
    broker.close();
    LOG.infof("The %s has stopped", service.name());
  }
}
