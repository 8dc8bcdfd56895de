package io.factorscope.edge.calls;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.inject.Singleton;

/** Brings gRPC calls to the gate; what it throws ends the call by {@link CallErrors}. */
@Singleton
@GlobalInterceptor
class GrpcGate implements ServerInterceptor {

  private final CallGate gate;

  GrpcGate(CallGate gate) {
    this.gate = gate;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    gate.admit(call.getMethodDescriptor().getFullMethodName());
    return next.startCall(call, headers);
  }
}
