package io.factorscope.embedder.doors;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.inject.Singleton;

/** Brings gRPC calls to the doorkeeper, and starts the clock of their deadlines. */
@Singleton
@GlobalInterceptor
class GrpcDoor implements ServerInterceptor {

  private final Doorkeeper doorkeeper;
  private final CallDeadlines deadlines = new CallDeadlines();

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
    Context.CancellableContext context = deadlines.apply(Context.current(), headers);
    return new Ending<>(Contexts.interceptCall(context, call, headers, next), context);
  }

  /** Ends the context with its call, which nothing else does: its timer would hold both. */
  private static final class Ending<Q> extends SimpleForwardingServerCallListener<Q> {

    private final Context.CancellableContext context;

    Ending(ServerCall.Listener<Q> delegate, Context.CancellableContext context) {
      super(delegate);
      this.context = context;
    }

    @Override
    public void onCancel() {
      super.onCancel();
      context.cancel(null);
    }

    @Override
    public void onComplete() {
      super.onComplete();
      context.cancel(null);
    }
  }
}
