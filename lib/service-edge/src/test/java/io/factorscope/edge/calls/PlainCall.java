package io.factorscope.edge.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The plain call of a method, and its outcome, which others are compared with. */
final class PlainCall {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ManagedChannel channel;
  private final MethodDescriptor<?, ?> method;
  private final byte[] request;
  private @Nullable Outcome outcome;

  PlainCall(ManagedChannel channel, MethodDescriptor<?, ?> method, byte[] request) {
    this.channel = channel;
    this.method = method;
    this.request = request;
  }

  /**
   * What comes of a call.
   *
   * @param end null if it goes on until it is cancelled
   */
  private record Outcome(Status.@Nullable Code end, @Nullable String description, int answers) {}

  MethodDescriptor<?, ?> method() {
    return method;
  }

  byte[] request() {
    return request;
  }

  RawCall start() {
    return start(CallOptions.DEFAULT);
  }

  RawCall start(CallOptions options) {
    return start(channel, options);
  }

  RawCall start(ManagedChannel by, CallOptions options) {
    return RawCall.start(by, method, options, new Metadata());
  }

  /** A whole call. */
  RawCall whole() {
    return start().send(request).halfClose();
  }

  /** Fails unless the call ends, or goes on, as the plain one does. */
  void sameAs(RawCall other) {
    if (outcome == null) {
      outcome = outcome(whole());
    }
    assertThat(outcome(other)).isEqualTo(outcome);
  }

  /** Waits for it: those that are called Watch answer and go on, all others end. */
  private Outcome outcome(RawCall call) {
    if (method.getFullMethodName().endsWith("/Watch")) {
      await().atMost(PATIENCE).until(() -> call.answers() > 0 || call.isOver());
    }
    if (call.answers() > 0 && !call.isOver() && method.getFullMethodName().endsWith("/Watch")) {
      call.cancel();
      return new Outcome(null, null, call.answers());
    }
    Status end = call.status();
    return new Outcome(end.getCode(), end.getDescription(), call.answers());
  }
}
