package io.factorscope.edge.calls;

import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import java.io.OutputStream;
import java.util.function.UnaryOperator;
import java.util.zip.DeflaterOutputStream;

/** Encodings that a client may use, know, or only pretend to use. */
final class Encodings {

  private Encodings() {}

  static CompressorRegistry deflate() {
    return of("deflate", DeflaterOutputStream::new);
  }

  /** Says so, and sends what no other knows. */
  static CompressorRegistry unknown() {
    return of("brotli-7", UnaryOperator.identity());
  }

  /** Says gzip, and sends the message as it is. */
  static CompressorRegistry noGzip() {
    return of("gzip", UnaryOperator.identity());
  }

  /** Says that nothing is compressed, and of each message that it is. */
  static CompressorRegistry flagged() {
    return of("identity", UnaryOperator.identity());
  }

  private static CompressorRegistry of(String name, UnaryOperator<OutputStream> compress) {
    CompressorRegistry registry = CompressorRegistry.newEmptyInstance();
    registry.register(
        new Compressor() {
          @Override
          public String getMessageEncoding() {
            return name;
          }

          @Override
          public OutputStream compress(OutputStream stream) {
            return compress.apply(stream);
          }
        });
    return registry;
  }
}
