package io.factorscope.embedder.windows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import io.factorscope.documents.InvalidDocumentException;
import io.factorscope.v1.Document;
import io.factorscope.v1.Part;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentPartsTest {

  private static final Document DOCUMENT =
      Document.newBuilder().setId("d").setSource("s").setText("text").build();

  @Test
  void aShortDocumentIsItsOwnRecord() throws InvalidDocumentException {
    assertThat(DocumentParts.of(DOCUMENT)).containsExactly(DOCUMENT);
    Document atTheLimit = DOCUMENT.toBuilder().setText("x".repeat(32 << 10)).build();
    assertThat(DocumentParts.of(atTheLimit)).containsExactly(atTheLimit);
  }

  @Test
  void aLongDocumentBecomesNumberedPartsWithOffsets() throws InvalidDocumentException {
    String text = "Emoji 🙂 and é count differently in UTF-8 and UTF-16. ".repeat(3_000);
    List<Document> parts = DocumentParts.of(DOCUMENT.toBuilder().setText(text).build());
    assertThat(parts).hasSizeGreaterThan(4);
    for (int i = 0; i < parts.size(); i++) {
      Document part = parts.get(i);
      int offset = part.getPart().getCharacterOffset();
      assertThat(part.getId()).isEqualTo("d");
      assertThat(part.getSource()).isEqualTo("s");
      assertThat(part.getPart().getIndex()).isEqualTo(i);
      assertThat(part.getPart().getCount()).isEqualTo(parts.size());
      assertThat(part.getText().getBytes(UTF_8).length).isLessThanOrEqualTo(32 << 10);
      assertThat(text.substring(offset, offset + part.getText().length()))
          .isEqualTo(part.getText());
    }
  }

  @Test
  void limitsAreNamed() {
    assertRefused(DOCUMENT.toBuilder().clearId(), "id: is empty");
    assertRefused(
        DOCUMENT.toBuilder().setId("é".repeat(257)),
        "id: has 514 bytes of UTF-8, must have at most 512");
    assertRefused(DOCUMENT.toBuilder().setSource("s".repeat(1_025)), "source: has 1025 bytes");
    assertRefused(
        DOCUMENT.toBuilder().setText("x".repeat((16 << 20) + 1)),
        "text: has 16777217 bytes of UTF-8, must have at most 16777216");
    Part part = Part.newBuilder().setIndex(0).setCount(2).build();
    assertRefused(
        DOCUMENT.toBuilder().setPart(part).setText("x".repeat((32 << 10) + 1)),
        "text of a part: has 32769 bytes");
    assertRefused(
        DOCUMENT.toBuilder().setPart(part.toBuilder().setIndex(2)),
        "part.index: is 2, must be under part.count 2");
    assertRefused(
        DOCUMENT.toBuilder().setPart(part.toBuilder().setCharacterOffset(-1)),
        "part.character_offset: is 4294967295");
  }

  /** So over gRPC and in the topic no text can hold what UTF-8 can't spell. */
  @Test
  void aMessageWithInvalidUtf8IsNoDocument() {
    for (String bad : List.of("EDA080", "C080", "F4908080", "E282")) {
      byte[] text = HexFormat.of().parseHex(bad);
      byte[] message = new byte[text.length + 2];
      message[0] = Document.TEXT_FIELD_NUMBER << 3 | 2;
      message[1] = (byte) text.length;
      System.arraycopy(text, 0, message, 2, text.length);
      assertThatThrownBy(() -> Document.parseFrom(message))
          .isInstanceOf(InvalidProtocolBufferException.class)
          .hasMessageContaining("UTF-8");
    }
  }

  private static void assertRefused(Document.Builder document, String message) {
    assertThatThrownBy(() -> DocumentParts.of(document.build()))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageContaining(message);
  }
}
