package io.factorscope.embedder.doors;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.inject.Singleton;

/** Brings gRPC calls to the doorkeeper. */
@Singleton
@GlobalInterceptor
class GrpcDoor implements ServerInterceptor {

  private final Doorkeeper doorkeeper;

  GrpcDoor(Doorkeeper doorkeeper) {
    this.doorkeeper = doorkeeper;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    try {
      doorkeeper.admit(call.getMethodDescriptor().getFullMethodName());
    } catch (NotNowException e) {
      StatusRuntimeException status = GrpcErrors.of(e);
      Metadata trailers = status.getTrailers();
      call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
      return new ServerCall.Listener<>() {};
    }
    return next.startCall(call, headers);
  }
}
