package io.factorscope.edge.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpMetadataTest {

  private static final Metadata.Key<byte[]> BINARY =
      Metadata.Key.of("trace-bin", Metadata.BINARY_BYTE_MARSHALLER);
  private static final Metadata.Key<String> TEXT =
      Metadata.Key.of("note", Metadata.ASCII_STRING_MARSHALLER);

  @Test
  void whatIsWrittenIsRead() {
    Metadata metadata = new Metadata();
    metadata.put(BINARY, new byte[] {0, -1});
    metadata.put(BINARY, new byte[] {});
    metadata.put(TEXT, "a, b");
    metadata.put(TEXT, "c");
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    HttpMetadata.write(metadata, headers);
    assertThat(headers.getAll("trace-bin")).containsExactly("AP8", "");

    Metadata read = HttpMetadata.read(headers);
    assertThat(read.getAll(TEXT)).containsExactly("a, b", "c");
    assertThat(binary(read)).containsExactly(new byte[] {0, -1}, new byte[] {});
  }

  @Test
  void severalBinaryValuesMayTravelAsOneWithOrWithoutPadding() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("trace-bin", "AP8=, AQ,Ag==");
    assertThat(binary(HttpMetadata.read(headers)))
        .containsExactly(new byte[] {0, -1}, new byte[] {1}, new byte[] {2});
  }

  @Test
  void aBinaryValueThatIsNoneIsRefusedByName() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("trace-bin", "%%%");
    assertThatThrownBy(() -> HttpMetadata.read(headers))
        .hasMessageStartingWith("INVALID_ARGUMENT: metadata trace-bin: is no base64: ");
  }

  private static List<byte[]> binary(Metadata metadata) {
    List<byte[]> values = new ArrayList<>();
    Iterable<byte[]> all = metadata.getAll(BINARY);
    if (all != null) {
      all.forEach(values::add);
    }
    return values;
  }
}
