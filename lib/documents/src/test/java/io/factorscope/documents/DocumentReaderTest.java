package io.factorscope.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentReaderTest {

  static Stream<InputCase> cases() {
    return InputCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyCaseGivesItsDocumentsAndRefusals(InputCase input) throws IOException {
    List<Item> items = read(input, new ByteArrayInputStream(input.bytes()));

    assertThat(documents(items))
        .extracting(TextDocument::text)
        .containsExactlyElementsOf(
            input.documents().stream().map(InputCase.Expected::text).toList());
    assertThat(documents(items))
        .extracting(TextDocument::id)
        .containsExactlyElementsOf(
            input.documents().stream().map(each -> each.id() == null ? "" : each.id()).toList());
    assertThat(documents(items).stream().mapToInt(TextDocument::replaced).sum())
        .isEqualTo(input.replaced());
    List<Refusal> refusals = refusals(items);
    assertThat(refusals).hasSize(input.refused() + (input.broken() ? 1 : 0));
    if (!refusals.isEmpty()) {
      assertThat(refusals.getFirst().reason()).contains(input.reason()).doesNotContain("null");
    }
    if (input.refused() > 0) {
      assertThat(refusals.getFirst().line()).isEqualTo(input.firstRefused());
    }
    if (input.broken()) {
      assertThat(refusals.getLast().kind()).isEqualTo(Refusal.Kind.INPUT);
    }
  }

  private static List<Item> read(InputCase input, InputStream bytes) {
    InputStream in = input.packed() ? Inputs.packedBody(bytes) : bytes;
    return new DocumentReader(in, Layout.NDJSON, Origin.request()).items().toList();
  }

  @Test
  void aFileThatLostItsLineEndsIsToldFromALineWithTwo() {
    assertThat(refusals(read("{\"text\":\"a\"}{\"text\":\"b\"}", Layout.NDJSON)))
        .extracting(Refusal::kind)
        .containsExactly(Refusal.Kind.LOST_LINE_ENDS);
    assertThat(refusals(read("{\"text\":\"a\"}{\"text\":\"b\"}\n", Layout.NDJSON)))
        .extracting(Refusal::kind)
        .containsExactly(Refusal.Kind.DOCUMENT);
  }

  @Test
  void linesAreDocumentsCalledAfterTheirPlace() {
    assertThat(documents(read("\uFEFFone\n\n two \r\nthree", Layout.LINES)))
        .containsExactly(
            new TextDocument("f.txt:1", "f.txt", "one"),
            new TextDocument("f.txt:3", "f.txt", "two"),
            new TextDocument("f.txt:4", "f.txt", "three"));
  }

  @Test
  void theFirstLineDecidesBehindAByteOrderMarkToo() {
    assertThat(documents(read("\uFEFF\n{\"text\": \"json\"}\n", Layout.BY_FIRST_LINE)))
        .extracting(TextDocument::text)
        .containsExactly("json");
    assertThat(documents(read("plain\n{\"text\": \"plain\"}\n", Layout.BY_FIRST_LINE)))
        .extracting(TextDocument::text)
        .containsExactly("plain", "{\"text\": \"plain\"}");
  }

  @Test
  void aDamageBehindTheFirst64KiBIsReplacedAndCounted() {
    byte[] bytes = ("good line\n".repeat(10_000) + "caf? and more\n").getBytes(UTF_8);
    bytes[100_003] = (byte) 0xE9;

    List<TextDocument> documents = documents(read(bytes, Layout.LINES));

    assertThat(documents).hasSize(10_001);
    assertThat(documents.getLast())
        .isEqualTo(new TextDocument("f.txt:10001", "f.txt", "caf\uFFFD and more", 1));
  }

  @Test
  void aLineThatIsTooLongIsRefusedAndTheNextIsRead() {
    byte[] line = new byte[33 << 20];
    Arrays.fill(line, (byte) 'x');
    InputStream in =
        new SequenceInputStream(
            new ByteArrayInputStream(line),
            new ByteArrayInputStream("\n{\"text\": \"good\"}\n".getBytes(UTF_8)));

    List<Item> items = new DocumentReader(in, Layout.NDJSON, Origin.request()).items().toList();

    assertThat(documents(items)).extracting(TextDocument::text).containsExactly("good");
    assertThat(refusals(items).getFirst().message())
        .isEqualTo("body:1: line: has over 33554432 bytes, the limit for a line");
  }

  @Test
  void aWholeInputIsOneDocumentWithItsLines() {
    assertThat(whole("\uFEFFtwo\nlines\n"))
        .containsExactly(new TextDocument("id", "f", "two\nlines\n"));
    assertThat(whole(" \n")).isEmpty();
    assertThat(whole("x".repeat((16 << 20) + 1)))
        .containsExactly(
            new Refusal(
                Refusal.Kind.DOCUMENT,
                "f",
                0,
                "text: has more than 16777216 bytes, must have at most as many; split it"));
  }

  @Test
  void whatCanNotBeReadIsToldWithTheLastLine() {
    InputStream breaking =
        new SequenceInputStream(
            new ByteArrayInputStream("one\ntwo\nthr".getBytes(UTF_8)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException();
              }
            });

    List<Item> items =
        new DocumentReader(breaking, Layout.LINES, Origin.named("f.txt")).items().toList();

    assertThat(documents(items)).extracting(TextDocument::text).containsExactly("one", "two");
    assertThat(refusals(items))
        .extracting(Refusal::message)
        .containsExactly("f.txt:2: java.io.IOException");
  }

  @Test
  void manyLinesAreReadInOneGo() {
    String lines = "line\n".repeat(200_000);
    assertThat(documents(read(lines, Layout.LINES)).stream().map(TextDocument::id))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 200_000).mapToObj(i -> "f.txt:" + i).toList());
  }

  private static List<Item> whole(String text) {
    return DocumentReader.whole(
            new ByteArrayInputStream(text.getBytes(UTF_8)), "id", Origin.named("f"))
        .stream()
        .toList();
  }

  private static List<Item> read(String text, Layout layout) {
    return read(text.getBytes(UTF_8), layout);
  }

  private static List<Item> read(byte[] bytes, Layout layout) {
    return new DocumentReader(new ByteArrayInputStream(bytes), layout, Origin.named("f.txt"))
        .items()
        .toList();
  }

  private static List<TextDocument> documents(List<Item> items) {
    return items.stream()
        .filter(TextDocument.class::isInstance)
        .map(TextDocument.class::cast)
        .toList();
  }

  private static List<Refusal> refusals(List<Item> items) {
    return items.stream().filter(Refusal.class::isInstance).map(Refusal.class::cast).toList();
  }
}
