package io.factorscope.embedder.doors;

import com.google.protobuf.Any;
import com.google.protobuf.util.Durations;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import io.factorscope.documents.InvalidDocumentException;
import io.factorscope.onnx.ModelClosedException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import org.jboss.logging.Logger;

/** The one mapping of failures to gRPC's status codes. */
final class GrpcErrors {

  private static final Logger LOG = Logger.getLogger(GrpcErrors.class);

  private GrpcErrors() {}

  static StatusRuntimeException of(Throwable failure) {
    return switch (failure) {
      case InvalidRequestException e -> status(Status.INVALID_ARGUMENT, e);
      case InvalidDocumentException e -> status(Status.INVALID_ARGUMENT, e);
      case NotNowException e -> notNow(e);
      case ModelClosedException e -> status(Status.UNAVAILABLE, e);
      case InterruptedException e -> status(Status.CANCELLED, e);
      default -> {
        LOG.error("A call failed", failure);
        yield status(Status.INTERNAL, failure);
      }
    };
  }

  private static StatusRuntimeException status(Status status, Throwable failure) {
    return status.withDescription(failure.getMessage()).asRuntimeException();
  }

  /** With google.rpc.RetryInfo, which says when to try again. */
  private static StatusRuntimeException notNow(NotNowException e) {
    Code code =
        switch (e.kind()) {
          case AWAY -> Code.UNAVAILABLE;
          case FULL -> Code.RESOURCE_EXHAUSTED;
        };
    RetryInfo retry =
        RetryInfo.newBuilder()
            .setRetryDelay(Durations.fromMillis(e.retryAfter().toMillis()))
            .build();
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(code.getNumber())
            .setMessage(String.valueOf(e.getMessage()))
            .addDetails(Any.pack(retry))
            .build());
  }
}
