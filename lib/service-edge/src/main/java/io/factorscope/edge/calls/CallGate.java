package io.factorscope.edge.calls;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The one place through which every call passes before anything else: HTTP by {@link HttpGate},
 * gRPC by {@link GrpcGate}. Authentication belongs here. Today it counts calls, and admits none
 * once the service is stopping.
 */
@ApplicationScoped // HTTP filters are made before settings are read: they get a proxy
public class CallGate {

  private final MeterRegistry meters;
  private volatile boolean closed;

  CallGate(MeterRegistry meters) {
    this.meters = meters;
  }

  /**
   * Lets a call in.
   *
   * @param call e.g. {@code POST ingest}
   * @throws RetryLaterException if it may not come in now
   */
  public void admit(String call) {
    meters.counter("factorscope.api.calls", "call", call).increment();
    if (closed) {
      throw new RetryLaterException(RetryLaterException.Kind.AWAY, "This service is stopping.");
    }
  }

  /** From now on admits nobody. */
  public void close() {
    closed = true;
  }
}
