package io.factorscope.embedder.doors;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;

/**
 * Ends a call with INVALID_ARGUMENT when its request is no message, or has invalid UTF-8. Vert.x's
 * server never answers a request that it can't parse; so here it passes bytes on, and they are
 * parsed behind this interceptor.
 */
final class UnreadableRequests implements ServerInterceptor {

  /** The same service, whose unreadable requests are refused. */
  static ServerServiceDefinition refused(ServerServiceDefinition service) {
    return ServerInterceptors.intercept(
        ServerInterceptors.useMarshalledMessages(service, new Bytes()), new UnreadableRequests());
  }

  /** Neither parses nor copies. */
  private static final class Bytes implements MethodDescriptor.Marshaller<InputStream> {

    @Override
    public InputStream stream(InputStream value) {
      return value;
    }

    @Override
    public InputStream parse(InputStream stream) {
      return stream;
    }
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new Listener<>(call, next.startCall(call, headers));
  }

  private static final class Listener<Q, A> extends SimpleForwardingServerCallListener<Q> {

    private final ServerCall<Q, A> call;
    private boolean refused;

    Listener(ServerCall<Q, A> call, ServerCall.Listener<Q> delegate) {
      super(delegate);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      try {
        super.onMessage(message);
      } catch (StatusRuntimeException e) {
        if (!(e.getCause() instanceof InvalidProtocolBufferException cause)) {
          throw e;
        }
        refused = true;
        String name = call.getMethodDescriptor().getFullMethodName();
        call.close(
            Status.INVALID_ARGUMENT.withDescription(
                "the request of %s can't be read: %s".formatted(name, cause.getMessage())),
            new Metadata());
        super.onCancel();
      }
    }

    /** What was refused is over: the service must not take it for a call without a request. */
    @Override
    public void onHalfClose() {
      if (!refused) {
        super.onHalfClose();
      }
    }
  }
}
