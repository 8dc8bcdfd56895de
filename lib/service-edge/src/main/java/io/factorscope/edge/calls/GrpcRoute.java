package io.factorscope.edge.calls;

import io.grpc.Context;
import io.grpc.Decompressor;
import io.grpc.DecompressorRegistry;
import io.grpc.Metadata;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Serves gRPC on the port of HTTP, in the place of Quarkus' own server there, whose calls end or
 * hang by other rules than gRPC's. The services are the same beans. Methods run on the event loop:
 * they must not block.
 */
@Singleton
class GrpcRoute implements HttpCall.CallEnds {

  private static final int BEFORE_ALL_OTHERS = -100_000;
  private static final String TYPE = "application/grpc";

  private final GrpcMethods methods;
  private final int messageLimit;
  private final MeterRegistry meters;
  private final CallErrors errors;
  private final CallDeadlines deadlines = new CallDeadlines();
  private final AtomicInteger open = new AtomicInteger();

  GrpcRoute(
      GrpcMethods methods,
      @ConfigProperty(
              name = "quarkus.grpc.server.max-inbound-message-size",
              defaultValue = "4194304")
          int messageLimit,
      CallErrors errors,
      MeterRegistry meters) {
    this.methods = methods;
    this.messageLimit = messageLimit;
    this.errors = errors;
    this.meters = meters;
    Gauge.builder("factorscope.calls.open", open::get)
        .description("gRPC calls that are not over")
        .register(meters);
  }

  void serve(@Observes Router router) {
    router.route().order(BEFORE_ALL_OTHERS).handler(this::route);
  }

  private void route(RoutingContext http) {
    if (isGrpc(http.request())) {
      call(http.request());
    } else {
      http.next();
    }
  }

  private static boolean isGrpc(HttpServerRequest request) {
    String type = request.getHeader("content-type");
    return request.version() == HttpVersion.HTTP_2
        && type != null
        && type.toLowerCase(Locale.ROOT).startsWith(TYPE);
  }

  private void call(HttpServerRequest request) {
    String name = request.path().substring(1);
    try {
      start(request, method(name), decompressor(request.getHeader("grpc-encoding")));
    } catch (StatusRuntimeException e) {
      // What still comes is nobody's.
      request.handler(_ -> {});
      new HttpResponses(request.response()).end(e.getStatus(), new Metadata());
      refused(name, e.getStatus());
    }
  }

  private void start(
      HttpServerRequest request, ServerMethodDefinition<?, ?> method, Decompressor decompressor) {
    Metadata headers = HttpMetadata.read(request.headers());
    Context.CancellableContext context = deadlines.apply(Context.ROOT, headers);
    HttpResponses responses = new HttpResponses(request.response());
    open.incrementAndGet();
    HttpCall.start(
        new HttpCall.Beginning(request, responses, decompressor, messageLimit, context, errors),
        headers,
        method,
        this);
  }

  private ServerMethodDefinition<?, ?> method(String name) {
    ServerMethodDefinition<?, ?> method = methods.named(name);
    if (method == null) {
      throw Status.UNIMPLEMENTED
          .withDescription("there is no method %s here".formatted(name))
          .asRuntimeException();
    }
    return method;
  }

  private static Decompressor decompressor(@Nullable String encoding) {
    Decompressor decompressor =
        DecompressorRegistry.getDefaultInstance()
            .lookupDecompressor(encoding == null ? "identity" : encoding);
    if (decompressor == null) {
      throw Status.UNIMPLEMENTED
          .withDescription(
              "grpc-encoding: is %s, must be one of %s"
                  .formatted(encoding, HttpResponses.ACCEPTED_ENCODINGS))
          .asRuntimeException();
    }
    return decompressor;
  }

  @Override
  public void refused(String method, Status status) {
    meters.counter("factorscope.calls.refused", "status", status.getCode().name()).increment();
  }

  @Override
  public void over() {
    open.decrementAndGet();
  }
}
