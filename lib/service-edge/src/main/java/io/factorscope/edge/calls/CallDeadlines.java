package io.factorscope.edge.calls;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The client's deadline of a call. The server that shares its port with HTTP leaves the header
 * {@code grpc-timeout} to us.
 */
final class CallDeadlines {

  private static final Metadata.Key<String> TIMEOUT =
      Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);
  private static final int MAX_DIGITS = 8;

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("grpc-deadlines").factory());

  CallDeadlines() {
    // Or each call would stay in memory until its deadline.
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * The context of a call, with the deadline that the headers name, if they name one. To be
   * cancelled when the call ends.
   */
  Context.CancellableContext apply(Context context, Metadata headers) {
    String timeout = headers.get(TIMEOUT);
    Long nanos = timeout == null ? null : nanos(timeout);
    return nanos == null
        ? context.withCancellation()
        : context.withDeadline(Deadline.after(nanos, TimeUnit.NANOSECONDS), timer);
  }

  /** Digits and a unit, e.g. {@code 500m}: null for anything else. */
  static @Nullable Long nanos(String timeout) {
    int digits = timeout.length() - 1;
    if (digits < 1
        || digits > MAX_DIGITS
        || !timeout.chars().limit(digits).allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    long value = Long.parseLong(timeout.substring(0, digits));
    return switch (timeout.charAt(digits)) {
      case 'H' -> TimeUnit.HOURS.toNanos(value);
      case 'M' -> TimeUnit.MINUTES.toNanos(value);
      case 'S' -> TimeUnit.SECONDS.toNanos(value);
      case 'm' -> TimeUnit.MILLISECONDS.toNanos(value);
      case 'u' -> TimeUnit.MICROSECONDS.toNanos(value);
      case 'n' -> value;
      default -> null;
    };
  }
}
