package io.factorscope.edge.calls;

import io.grpc.InternalStatus;
import io.grpc.Metadata;
import io.grpc.Status;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** One call's answers, as gRPC writes them on HTTP/2. To be used by the call's event loop. */
final class HttpResponses {

  static final String ACCEPTED_ENCODINGS = "identity,gzip";

  private static final int PREFIX = 5;

  private final HttpServerResponse response;
  private boolean begun;

  HttpResponses(HttpServerResponse response) {
    this.response = response;
  }

  /** A message in its frame. */
  static Buffer frame(InputStream message) {
    try (message) {
      byte[] bytes = message.readAllBytes();
      return Buffer.buffer(PREFIX + bytes.length)
          .appendByte((byte) 0)
          .appendInt(bytes.length)
          .appendBytes(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void begin(Metadata headers) {
    prepare(headers);
    response.writeHead();
  }

  private void prepare(Metadata headers) {
    begun = true;
    response.putHeader("content-type", "application/grpc");
    response.putHeader("grpc-accept-encoding", ACCEPTED_ENCODINGS);
    HttpMetadata.write(headers, response.headers());
  }

  /** Completes when the bytes have left. */
  Future<Void> write(Buffer frame) {
    return response.write(frame);
  }

  /** Completes when all has left. An answer without messages has headers only. */
  Future<Void> end(Status status, Metadata trailers) {
    trailers.put(InternalStatus.CODE_KEY, status);
    if (status.getDescription() != null) {
      trailers.put(InternalStatus.MESSAGE_KEY, status.getDescription());
    }
    if (begun) {
      HttpMetadata.write(trailers, response.trailers());
    } else {
      prepare(trailers);
    }
    return response.end();
  }
}
