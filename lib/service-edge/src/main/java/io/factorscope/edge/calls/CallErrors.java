package io.factorscope.edge.calls;

import com.google.protobuf.Any;
import com.google.protobuf.util.Durations;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.logging.Logger;

/** The one table from failures of calls to the statuses that say so, of gRPC and of HTTP. */
@ApplicationScoped // HTTP filters are made before settings are read: they get a proxy
public class CallErrors {

  private static final Logger LOG = Logger.getLogger(CallErrors.class);

  private final Duration retryAfter;

  @Inject
  CallErrors(ApiConfig config) {
    this(config.retryAfter());
  }

  /**
   * @param retryAfter what callers are told who should come again
   */
  public CallErrors(Duration retryAfter) {
    this.retryAfter = retryAfter;
  }

  private static Status.Code code(Throwable failure) {
    return switch (failure) {
      case InvalidRequestException _ -> Status.Code.INVALID_ARGUMENT;
      case RetryLaterException e ->
          switch (e.kind()) {
            case AWAY -> Status.Code.UNAVAILABLE;
            case FULL -> Status.Code.RESOURCE_EXHAUSTED;
          };
      case InterruptedException _ -> Status.Code.CANCELLED;
      default -> {
        LOG.error("A call failed", failure);
        yield Status.Code.INTERNAL;
      }
    };
  }

  private static int httpStatus(Status.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT -> 400;
      case RESOURCE_EXHAUSTED -> 429;
      case UNAVAILABLE -> 503;
      default -> 500;
    };
  }

  /** The end of a gRPC call; with google.rpc.RetryInfo if another try may succeed. */
  public StatusRuntimeException grpc(Throwable failure) {
    if (failure instanceof StatusRuntimeException status) {
      return status;
    }
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder()
            .setCode(code(failure).value())
            .setMessage(String.valueOf(failure.getMessage()));
    if (failure instanceof RetryLaterException) {
      RetryInfo.Builder retry =
          RetryInfo.newBuilder().setRetryDelay(Durations.fromMillis(retryAfter.toMillis()));
      status.addDetails(Any.pack(retry.build()));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }

  /** The answer to an HTTP call; with Retry-After if another try may succeed. */
  public Response http(Throwable failure, Object body) {
    Response.ResponseBuilder response = Response.status(httpStatus(code(failure))).entity(body);
    if (failure instanceof RetryLaterException) {
      HttpGate.leaveUnread(response)
          .header(HttpHeaders.RETRY_AFTER, Math.max(1, retryAfter.toSeconds()));
    }
    return response.build();
  }
}
