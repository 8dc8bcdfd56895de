package io.factorscope.edge.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A call by bytes, step by step: what a client sends need be no message. */
final class RawCall extends ClientCall.Listener<byte[]> {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ClientCall<byte[], byte[]> call;
  private final List<byte[]> answers = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Status> end = new CompletableFuture<>();
  private volatile Metadata headers = new Metadata();
  private volatile Metadata trailers = new Metadata();
  private final boolean reads;

  private RawCall(ClientCall<byte[], byte[]> call, boolean reads) {
    this.call = call;
    this.reads = reads;
  }

  static RawCall start(
      Channel channel, MethodDescriptor<?, ?> method, CallOptions options, Metadata metadata) {
    return start(channel, method, options, metadata, true);
  }

  /** A call of a client that reads no answer before {@link #read}. */
  static RawCall unread(Channel channel, MethodDescriptor<?, ?> method) {
    return start(channel, method, CallOptions.DEFAULT, new Metadata(), false);
  }

  private static RawCall start(
      Channel channel,
      MethodDescriptor<?, ?> method,
      CallOptions options,
      Metadata metadata,
      boolean reads) {
    RawCall raw = new RawCall(channel.newCall(ofBytes(method), options), reads);
    raw.call.start(raw, metadata);
    if (reads) {
      raw.call.request(1);
    }
    return raw;
  }

  private static MethodDescriptor<byte[], byte[]> ofBytes(MethodDescriptor<?, ?> method) {
    return method.toBuilder(new Bytes(), new Bytes()).build();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The messages to come are sent as they are, whatever encoding was named. */
  RawCall uncompressed() {
    call.setMessageCompression(false);
    return this;
  }

  RawCall send(byte[] message) {
    call.sendMessage(message);
    return this;
  }

  RawCall halfClose() {
    call.halfClose();
    return this;
  }

  void read() {
    call.request(Integer.MAX_VALUE);
  }

  void cancel() {
    call.cancel("the test has seen enough", null);
  }

  @Override
  public void onHeaders(Metadata metadata) {
    headers = metadata;
  }

  @Override
  public void onMessage(byte[] message) {
    answers.add(message);
    if (reads) {
      call.request(1);
    }
  }

  @Override
  public void onClose(Status status, Metadata metadata) {
    trailers = metadata;
    end.complete(status);
  }

  int answers() {
    return answers.size();
  }

  /** The answer's headers; those of one that has nothing else count as trailers. */
  List<Metadata> metadata() {
    return List.of(headers, trailers);
  }

  boolean isOver() {
    return end.isDone();
  }

  Status status() {
    return status(PATIENCE);
  }

  /** How the call has ended, which it must do within so long. */
  Status status(Duration patience) {
    try {
      return end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      cancel();
      throw new AssertionError("the call hangs: no end after " + patience, e);
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** Ends like this, and says so. */
  void endsWith(Status.Code code, String... words) {
    Status status = status();
    assertThat(status.getCode()).as("%s", status).isEqualTo(code);
    assertThat(status.getDescription()).contains(words);
  }
}
