package io.factorscope.edge.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.quarkus.grpc.reflection.service.ReflectionServiceV1;
import io.quarkus.grpc.reflection.service.ReflectionServiceV1alpha;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;

/**
 * Every legal variant of a call, and some that are not, on every method of a running service: a
 * legal one ends as the plain call does, any other one ends at once by a status that says why.
 */
public final class CallVariants implements AutoCloseable {

  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int AT_ONCE = 40;
  private static final byte[] NO_MESSAGE = {0x0A, 100, 1}; // a field of 100 bytes, of which 1 came

  private final URI root;
  private final int limit;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final ManagedChannel channel;
  private final OpenCalls open;

  /**
   * Variants for one service.
   *
   * @param root of its HTTP server
   * @param limit bytes that a message may have
   */
  public CallVariants(URI root, int limit) {
    this.root = root;
    this.limit = limit;
    this.open = new OpenCalls(root);
    this.channel = channel(root.getPort(), CompressorRegistry.getDefaultInstance());
  }

  private ManagedChannel channel(int port, CompressorRegistry encodings) {
    ManagedChannel made =
        ManagedChannelBuilder.forAddress(root.getHost(), port)
            .usePlaintext()
            .compressorRegistry(encodings)
            .maxInboundMessageSize(4 * limit)
            .build();
    channels.add(made);
    return made;
  }

  /**
   * The tests, a container a method.
   *
   * @param services that the application has, health included
   * @param requests for methods, by their full names; an empty message for all others
   */
  public Stream<DynamicContainer> of(
      Iterable<BindableService> services, Map<String, byte[]> requests) {
    List<BindableService> all = new ArrayList<>();
    services.forEach(all::add);
    all.add(new ReflectionServiceV1(List.of()));
    all.add(new ReflectionServiceV1alpha(List.of()));
    return all.stream()
        .flatMap(service -> service.bindService().getMethods().stream())
        .map(ServerMethodDefinition::getMethodDescriptor)
        .map(
            method ->
                container(method, requests.getOrDefault(method.getFullMethodName(), new byte[0])));
  }

  private DynamicContainer container(MethodDescriptor<?, ?> method, byte[] request) {
    PlainCall plain = new PlainCall(channel, method, request);
    return DynamicContainer.dynamicContainer(
        method.getFullMethodName(),
        variants(plain).entrySet().stream()
            .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> each.getValue().run())));
  }

  /** A variant, and what must come of it. */
  private interface Check {
    void run() throws Exception;
  }

  private Map<String, Check> variants(PlainCall plain) {
    Map<String, Check> variants = new LinkedHashMap<>();
    variants.put("plain", () -> plain.sameAs(plain.whole()));
    putEncodings(plain, variants);
    putMessages(plain, variants);
    putEnds(plain, variants);
    putMetadata(plain, variants);
    return variants;
  }

  private void putEncodings(PlainCall plain, Map<String, Check> variants) {
    variants.put("gzip", () -> plain.sameAs(encoded(plain, channel, "gzip")));
    variants.put("identity", () -> plain.sameAs(encoded(plain, channel, "identity")));
    variants.put(
        "gzip is allowed, and the message is not compressed",
        () -> {
          RawCall call = plain.start(CallOptions.DEFAULT.withCompression("gzip"));
          plain.sameAs(call.uncompressed().send(plain.request()).halfClose());
        });
    variants.put("deflate", () -> isUnimplemented(plain, Encodings.deflate(), "deflate"));
    variants.put("unknown encoding", () -> isUnimplemented(plain, Encodings.unknown(), "brotli-7"));
    variants.put(
        "gzip that is none",
        () ->
            encoded(plain, channel(root.getPort(), Encodings.noGzip()), "gzip")
                .endsWith(Status.Code.INTERNAL, "a message is no gzip"));
    variants.put(
        "compressed without an encoding",
        () ->
            encoded(plain, channel(root.getPort(), Encodings.flagged()), "identity")
                .endsWith(Status.Code.INTERNAL, "grpc-encoding is identity"));
  }

  private static RawCall encoded(PlainCall plain, ManagedChannel by, String encoding) {
    CallOptions options = CallOptions.DEFAULT.withCompression(encoding);
    // An empty message is never compressed.
    byte[] request = FilledMessage.of(plain.request(), plain.request().length + 20);
    return plain.start(by, options).send(request).halfClose();
  }

  private void isUnimplemented(PlainCall plain, CompressorRegistry encodings, String name) {
    RawCall call = encoded(plain, channel(root.getPort(), encodings), name);
    call.endsWith(Status.Code.UNIMPLEMENTED, "grpc-encoding: is " + name);
    assertThat(call.metadata())
        .anyMatch(each -> each.toString().contains("grpc-accept-encoding=identity,gzip"));
  }

  private void putMessages(PlainCall plain, Map<String, Check> variants) {
    variants.put(
        "no message at all", () -> assertThat(plain.start().halfClose().status()).isNotNull());
    variants.put("an empty message", () -> emptyMessage(plain));
    variants.put(
        "bytes that are no message",
        () ->
            plain
                .start()
                .send(NO_MESSAGE)
                .halfClose()
                .endsWith(Status.Code.INVALID_ARGUMENT, plain.method().getFullMethodName()));
    variants.put(
        "bytes that are no message, in gzip, and the client goes on",
        () ->
            plain
                .start(CallOptions.DEFAULT.withCompression("gzip"))
                .send(NO_MESSAGE)
                .endsWith(Status.Code.INVALID_ARGUMENT, "can't be read"));
    HalfCharacter.in(plain.method())
        .ifPresent(
            half ->
                variants.put(
                    "a string that is no UTF-8",
                    () ->
                        plain
                            .start()
                            .send(half)
                            .endsWith(Status.Code.INVALID_ARGUMENT, "can't be read")));
    variants.put(
        "as large as may be",
        () ->
            plain.sameAs(plain.start().send(FilledMessage.of(plain.request(), limit)).halfClose()));
    variants.put("too large", () -> isTooLarge(plain, CallOptions.DEFAULT));
    variants.put(
        "too large when decompressed",
        () -> isTooLarge(plain, CallOptions.DEFAULT.withCompression("gzip")));
  }

  /** It is a message for every method: an answer or an end must come. */
  private static void emptyMessage(PlainCall plain) {
    RawCall call = plain.start().send(new byte[0]).halfClose();
    await().atMost(PATIENCE).until(() -> call.isOver() || call.answers() > 0);
    call.cancel();
  }

  private void isTooLarge(PlainCall plain, CallOptions options) {
    plain
        .start(options)
        .send(FilledMessage.of(plain.request(), limit + 1))
        .halfClose()
        .endsWith(
            Status.Code.RESOURCE_EXHAUSTED,
            "must have at most " + limit,
            "quarkus.grpc.server.max-inbound-message-size");
  }

  private void putEnds(PlainCall plain, Map<String, Check> variants) {
    variants.put(
        "half-closed late",
        () -> {
          RawCall call = plain.start().send(plain.request());
          Thread.sleep(300);
          plain.sameAs(call.halfClose());
        });
    variants.put("many at once", () -> manyAtOnce(plain));
    variants.put("cancelled", () -> cancelled(plain));
    variants.put("a client that does not read", () -> unread(plain));
    variants.put("a deadline", () -> deadline(plain));
    variants.put("a client whose connection is cut", () -> cut(plain));
  }

  private void manyAtOnce(PlainCall plain) {
    List<RawCall> calls = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      calls.add(plain.whole());
    }
    calls.forEach(plain::sameAs);
    open.awaitNone();
  }

  private void cancelled(PlainCall plain) throws InterruptedException {
    plain.start().cancel();
    plain.start().send(plain.request()).cancel();
    RawCall later = plain.start().send(plain.request());
    Thread.sleep(100);
    later.cancel();
    open.awaitNone();
    plain.sameAs(plain.whole());
  }

  /** Others go on beside it; it gets all when it reads. */
  private void unread(PlainCall plain) {
    RawCall unread = RawCall.unread(channel, plain.method()).send(plain.request()).halfClose();
    plain.sameAs(plain.whole());
    assertThat(unread.answers()).isZero();
    unread.read();
    plain.sameAs(unread);
    open.awaitNone();
  }

  private void deadline(PlainCall plain) {
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(400, TimeUnit.MILLISECONDS);
    RawCall waits = plain.start(options);
    assertThat(waits.status().getCode())
        .isIn(Status.Code.DEADLINE_EXCEEDED, Status.Code.INTERNAL, Status.Code.OK);
    open.awaitNone();
  }

  private void cut(PlainCall plain) throws IOException, InterruptedException {
    try (CutConnection way = new CutConnection(root.getHost(), root.getPort())) {
      RawCall call =
          plain.start(
              channel(way.port(), CompressorRegistry.getDefaultInstance()), CallOptions.DEFAULT);
      call.send(plain.request());
      await().atMost(QUIET).until(() -> open.count() > 0 || call.isOver());
    }
    open.awaitNone();
  }

  private void putMetadata(PlainCall plain, Map<String, Check> variants) {
    variants.put(
        "metadata: binary, repeated, large",
        () -> {
          Metadata metadata = new Metadata();
          Metadata.Key<byte[]> binary =
              Metadata.Key.of("trace-bin", Metadata.BINARY_BYTE_MARSHALLER);
          Metadata.Key<String> text = Metadata.Key.of("note", Metadata.ASCII_STRING_MARSHALLER);
          for (int i = 0; i < 5; i++) {
            metadata.put(binary, new byte[] {0, (byte) 0xFF, (byte) i});
            metadata.put(text, "x".repeat(1_000));
          }
          plain.sameAs(
              RawCall.start(channel, plain.method(), CallOptions.DEFAULT, metadata)
                  .send(plain.request())
                  .halfClose());
        });
    variants.put(
        "a method that is not there",
        () ->
            RawCall.start(
                    channel,
                    plain.method().toBuilder()
                        .setFullMethodName(plain.method().getServiceName() + "/Nothing")
                        .build(),
                    CallOptions.DEFAULT,
                    new Metadata())
                .send(plain.request())
                .halfClose()
                .endsWith(Status.Code.UNIMPLEMENTED, plain.method().getServiceName() + "/Nothing"));
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
