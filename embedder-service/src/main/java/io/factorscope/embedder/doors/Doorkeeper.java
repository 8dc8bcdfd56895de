package io.factorscope.embedder.doors;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * The one place through which every call of every door passes before anything else: HTTP by {@link
 * HttpDoor}, gRPC by {@link GrpcDoor}. Authentication belongs here. Today it counts calls, and lets
 * none in once the service is stopping.
 */
@ApplicationScoped
public class Doorkeeper {

  private final MeterRegistry meters;
  private volatile boolean closed;

  Doorkeeper(MeterRegistry meters) {
    this.meters = meters;
  }

  /**
   * Lets a call in.
   *
   * @param call e.g. {@code POST /v1/documents}
   * @throws NotNowException if it may not come in now
   */
  void admit(String call) {
    meters.counter("factorscope.door.calls", "call", call).increment();
    if (closed) {
      throw new NotNowException(
          NotNowException.Kind.AWAY, "This service is stopping.", Duration.ofSeconds(5));
    }
  }

  /** From now on lets nobody in. */
  public void close() {
    closed = true;
  }
}
