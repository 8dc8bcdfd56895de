package io.factorscope.edge.calls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import io.grpc.Status;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Metadata as headers of HTTP: what ends in {@code -bin} is binary, and travels as base64. */
final class HttpMetadata {

  private static final String BINARY = "-bin";

  private HttpMetadata() {}

  /**
   * The headers as metadata.
   *
   * @throws io.grpc.StatusRuntimeException if a binary one is no base64
   */
  static Metadata read(MultiMap headers) {
    List<byte[]> pairs = new ArrayList<>();
    for (Map.Entry<String, String> header : headers) {
      byte[] name = header.getKey().getBytes(US_ASCII);
      for (byte[] value : values(header.getKey(), header.getValue())) {
        pairs.add(name);
        pairs.add(value);
      }
    }
    return InternalMetadata.newMetadata(pairs.toArray(byte[][]::new));
  }

  /** Several binary values of one name may travel as one, with commas between. */
  private static List<byte[]> values(String name, String value) {
    if (!name.endsWith(BINARY)) {
      return List.of(value.getBytes(ISO_8859_1));
    }
    List<byte[]> values = new ArrayList<>();
    for (String each : value.split(",", -1)) {
      try {
        values.add(Base64.getDecoder().decode(each.strip()));
      } catch (IllegalArgumentException e) {
        throw Status.INVALID_ARGUMENT
            .withDescription("metadata %s: is no base64: %s".formatted(name, e.getMessage()))
            .asRuntimeException();
      }
    }
    return values;
  }

  /** Adds the metadata to the headers. */
  static void write(Metadata metadata, MultiMap headers) {
    byte[][] pairs = InternalMetadata.serialize(metadata);
    for (int i = 0; i < pairs.length; i += 2) {
      String name = new String(pairs[i], US_ASCII);
      headers.add(
          name,
          name.endsWith(BINARY)
              ? Base64.getEncoder().withoutPadding().encodeToString(pairs[i + 1])
              : new String(pairs[i + 1], US_ASCII));
    }
  }
}
