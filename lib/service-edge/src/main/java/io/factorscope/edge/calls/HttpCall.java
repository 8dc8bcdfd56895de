package io.factorscope.edge.calls;

import io.grpc.Context;
import io.grpc.Decompressor;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One call of gRPC on one request of HTTP/2.
 *
 * <p>All that touches the request, its response or the listener runs on the request's own Vert.x
 * context; what other threads want is queued there, in their order.
 */
final class HttpCall<Q, A> extends ServerCall<Q, A> {

  /** Of answers that have not left; above, the service had better wait. */
  private static final int READY_BELOW = 64 << 10;

  private final HttpServerRequest request;
  private final HttpResponses responses;
  private final MethodDescriptor<Q, A> method;
  private final MessageFrames frames;
  private final Context.CancellableContext context;
  private final CallErrors errors;
  private final CallEnds ends;
  private final io.vertx.core.Context vertx = io.vertx.core.Vertx.currentContext();
  private final AtomicLong unsent = new AtomicLong();
  private Listener<Q> listener = new Listener<>() {};
  private long wanted;
  private boolean requestEnded;
  private boolean halfClosed;
  private boolean answered;
  private boolean over;
  private volatile boolean cancelled;

  /** What the call tells when it ends. */
  interface CallEnds {

    /**
     * The edge has ended the call, not the service.
     *
     * @param method full name
     */
    void refused(String method, Status status);

    /** The call is over, in whatever way. */
    void over();
  }

  /** What a call begins with. */
  record Beginning(
      HttpServerRequest request,
      HttpResponses responses,
      Decompressor decompressor,
      int messageLimit,
      Context.CancellableContext context,
      CallErrors errors) {}

  private HttpCall(Beginning beginning, MethodDescriptor<Q, A> method, CallEnds ends) {
    this.request = beginning.request();
    this.responses = beginning.responses();
    this.frames = new MessageFrames(beginning.decompressor(), beginning.messageLimit());
    this.context = beginning.context();
    this.errors = beginning.errors();
    this.method = method;
    this.ends = ends;
  }

  /** Starts a call; by the request's event loop. */
  static <Q, A> void start(
      Beginning beginning, Metadata headers, ServerMethodDefinition<Q, A> method, CallEnds ends) {
    HttpCall<Q, A> call = new HttpCall<>(beginning, method.getMethodDescriptor(), ends);
    call.listen();
    call.guarded(() -> call.listener = method.getServerCallHandler().startCall(call, headers));
    call.context.addListener(_ -> call.queue(call::lookAtDeadline), Runnable::run);
    call.queue(() -> call.guarded(call.listener::onReady));
  }

  private void listen() {
    request.handler(this::arrived);
    request.endHandler(_ -> requestEnded());
    request.exceptionHandler(_ -> cancel());
    request.response().exceptionHandler(_ -> cancel());
    request.response().closeHandler(_ -> cancel());
  }

  private void arrived(Buffer bytes) {
    if (!answered) {
      frames.add(bytes);
      deliver();
    }
  }

  private void requestEnded() {
    requestEnded = true;
    deliver();
  }

  @Override
  public void request(int messages) {
    queue(
        () -> {
          wanted += messages;
          deliver();
        });
  }

  /** Hands over what is wanted and there, and lets more come when nothing is left. */
  private void deliver() {
    if (answered) {
      return;
    }
    try {
      while (!answered && wanted > 0 && frames.hasNext()) {
        wanted--;
        Q message = parsed(frames.next());
        guarded(() -> listener.onMessage(message));
      }
      if (!answered) {
        goOn(frames.hasNext());
      }
    } catch (StatusRuntimeException e) {
      refuse(e.getStatus());
    }
  }

  private void goOn(boolean full) {
    if (!requestEnded && full) {
      request.pause();
    } else if (!requestEnded) {
      request.resume();
    } else if (!full && !halfClosed) {
      halfClosed = true;
      halfClose();
    }
  }

  private void halfClose() {
    if (frames.isInMessage()) {
      throw Status.INTERNAL
          .withDescription("the request ended within a message")
          .asRuntimeException();
    }
    guarded(() -> listener.onHalfClose());
  }

  private Q parsed(byte[] message) {
    try {
      return method.parseRequest(new Bytes(message));
    } catch (StatusRuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw Status.INVALID_ARGUMENT
          .withDescription(
              "the request of %s can't be read: %s"
                  .formatted(method.getFullMethodName(), cause.getMessage()))
          .asRuntimeException();
    }
  }

  /** Whose length parsers may ask for. */
  private static final class Bytes extends ByteArrayInputStream implements KnownLength {
    Bytes(byte[] bytes) {
      super(bytes);
    }
  }

  @Override
  public void sendHeaders(Metadata headers) {
    queue(
        () -> {
          if (!answered) {
            responses.begin(headers);
          }
        });
  }

  @Override
  public void sendMessage(A message) {
    Buffer frame = HttpResponses.frame(method.streamResponse(message));
    unsent.addAndGet(frame.length());
    queue(
        () -> {
          if (!answered) {
            responses.write(frame).onComplete(_ -> queue(() -> left(frame.length())));
          }
        });
  }

  private void left(int bytes) {
    long before = unsent.getAndAdd(-bytes);
    if (before >= READY_BELOW && before - bytes < READY_BELOW && !answered) {
      guarded(listener::onReady);
    }
  }

  @Override
  public boolean isReady() {
    return !cancelled && unsent.get() < READY_BELOW;
  }

  @Override
  public void close(Status status, Metadata trailers) {
    queue(() -> answer(status, trailers));
  }

  private void answer(Status status, Metadata trailers) {
    if (!answered) {
      answered = true;
      if (!requestEnded) {
        // What still comes is nobody's.
        request.resume();
      }
      responses.end(status, trailers).onComplete(sent -> queue(() -> finish(sent.succeeded())));
    }
  }

  /** Ends the call with an error that is not the service's, which learns that it is cancelled. */
  private void refuse(Status status) {
    if (!answered) {
      answer(status, new Metadata());
      ends.refused(method.getFullMethodName(), status);
    }
    finish(false);
  }

  /** The client is gone. What was answered is over when the answer has left, or can't. */
  private void cancel() {
    if (!answered) {
      answered = true;
      finish(false);
    }
  }

  private void finish(boolean complete) {
    if (over) {
      return;
    }
    over = true;
    cancelled = !complete;
    guarded(complete ? listener::onComplete : listener::onCancel);
    context.cancel(null);
    ends.over();
  }

  private void lookAtDeadline() {
    if (!over && context.getDeadline() != null && context.getDeadline().isExpired()) {
      refuse(Status.DEADLINE_EXCEEDED.withDescription("the call's deadline passed"));
    }
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public MethodDescriptor<Q, A> getMethodDescriptor() {
    return method;
  }

  private void queue(Runnable task) {
    vertx.runOnContext(_ -> task.run());
  }

  /** Runs the service's code in the call's context; its failure ends the call. */
  private void guarded(Runnable task) {
    Context before = context.attach();
    try {
      task.run();
    } catch (RuntimeException e) {
      failed(e);
    } finally {
      context.detach(before);
    }
  }

  private void failed(RuntimeException failure) {
    StatusRuntimeException e = errors.grpc(failure);
    @Nullable Metadata trailers = e.getTrailers();
    answer(e.getStatus(), trailers == null ? new Metadata() : trailers);
  }
}
