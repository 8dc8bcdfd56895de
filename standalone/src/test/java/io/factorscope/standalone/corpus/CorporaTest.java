package io.factorscope.standalone.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a corpus is by its name: a file of lines, NDJSON, a folder or standard input. */
class CorporaTest {

  @TempDir Path folder;

  @Test
  void aTextFileHasADocumentALine() throws IOException {
    Path file = write("speeches.txt", "first line\n\n  \nsecond line \r\nthird");

    assertThat(read(file.toString()))
        .containsExactly(
            new CorpusDocument("speeches.txt:1", "speeches.txt", "first line"),
            new CorpusDocument("speeches.txt:4", "speeches.txt", "second line"),
            new CorpusDocument("speeches.txt:5", "speeches.txt", "third"));
  }

  @Test
  void aPackedTextFileIsUnpacked() throws IOException {
    Path file = pack("speeches.txt.gz", "one\ntwo\n");

    assertThat(read(file.toString()))
        .extracting(CorpusDocument::text)
        .containsExactly("one", "two");
  }

  @Test
  void ndjsonNamesItsDocuments() throws IOException {
    Path file =
        write(
            "news.ndjson",
            """
            {"id": "a", "source": "feed", "text": "Grüße ☃"}
            {"text": "only a text"}
            """);

    assertThat(read(file.toString()))
        .containsExactly(
            new CorpusDocument("a", "feed", "Grüße ☃"),
            new CorpusDocument("news.ndjson:2", "news.ndjson", "only a text"));
  }

  @Test
  void jsonlMayBePacked() throws IOException {
    Path file = pack("news.jsonl.gz", "{\"id\":\"a\",\"text\":\"x\"}\n");

    assertThat(read(file.toString())).extracting(CorpusDocument::id).containsExactly("a");
  }

  @Test
  void aFolderHasADocumentAFile() throws IOException {
    write("b.md", "second\nin two lines\n");
    write("a.txt", "first");
    Files.createDirectories(folder.resolve("deep/er"));
    Files.writeString(folder.resolve("deep/er/c"), "third");
    write(".hidden", "not this");
    write("blank.txt", "  \n ");
    pack("z.gz", "packed");

    assertThat(read(folder.toString()))
        .extracting(CorpusDocument::id, CorpusDocument::text)
        .containsExactly(
            tuple("a.txt", "first"),
            tuple("b.md", "second\nin two lines\n"),
            tuple("deep/er/c", "third"),
            tuple("z.gz", "packed"));
  }

  @Test
  void standardInputIsTextOrJsonByItsFirstLine() {
    assertThat(read("-", "\nplain\n{\"text\": \"still plain\"}\n"))
        .extracting(CorpusDocument::text)
        .containsExactly("plain", "{\"text\": \"still plain\"}");
    assertThat(read("-", "{\"text\": \"json\"}\n{\"text\": \"more\"}\n"))
        .extracting(CorpusDocument::text)
        .containsExactly("json", "more");
  }

  @Test
  void emptyCorporaHaveNoDocuments() throws IOException {
    assertThat(read(write("empty.txt", "").toString())).isEmpty();
    assertThat(read(write("blank.ndjson", "\n\n").toString())).isEmpty();
    assertThat(read(Files.createDirectory(folder.resolve("nothing")).toString())).isEmpty();
    assertThat(read("-", "")).isEmpty();
  }

  @Test
  void isReadLazily() throws IOException {
    Path file = write("half.ndjson", "{\"text\": \"good\"}\nbroken\n");

    try (Stream<CorpusDocument> documents =
        Corpora.named(file.toString(), InputStream.nullInputStream()).open()) {
      assertThat(documents.limit(1)).hasSize(1);
    }
  }

  @Test
  void badJsonNamesFileAndLine() throws IOException {
    assertBad(write("a.ndjson", "{\"text\": \"x\"}\n{broken\n"), "a.ndjson:2: is no JSON");
    assertBad(write("b.ndjson", "[1]\n"), "b.ndjson:1: is no JSON object");
    assertBad(
        write("c.ndjson", "{\"id\": \"x\"}\n"), "c.ndjson:1: field text: is missing or blank");
    assertBad(
        write("d.ndjson", "{\"id\": 7, \"text\": \"x\"}\n"),
        "d.ndjson:1: field id: is 7, must be a string");
  }

  @Test
  void otherEncodingsAreRefusedNotGarbled() throws IOException {
    Path file =
        Files.write(
            folder.resolve("latin.txt"), "plain\nGrüße\n".getBytes(StandardCharsets.ISO_8859_1));
    Path inFolder = Files.createDirectory(folder.resolve("texts"));
    Files.write(inFolder.resolve("latin"), "Grüße".getBytes(StandardCharsets.ISO_8859_1));

    assertBad(file, "latin.txt: is not UTF-8 at line 1 or after it");
    assertBad(inFolder, "latin: is not UTF-8");
  }

  @Test
  void whatIsNotPackedIsToldSo() throws IOException {
    assertBad(write("not.txt.gz", "plain"), "not.txt.gz: can't be read");
  }

  @Test
  void missingAndUnknownFilesNameTheRemedy() throws IOException {
    Path file = write("table.csv", "a,b");
    String missing = folder.resolve("none.txt").toString();

    assertThatThrownBy(() -> Corpora.named(missing, InputStream.nullInputStream()))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("none.txt is missing");
    assertThatThrownBy(() -> Corpora.named(file.toString(), InputStream.nullInputStream()))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("table.csv is of an unknown kind; .txt, .ndjson and .jsonl");
  }

  @Test
  void longNamesAreCutToWhatARecordsKeyMayHold() throws IOException {
    String id = "ü".repeat(400) + "the end";
    Path file = write("long.ndjson", "{\"id\": \"" + id + "\", \"text\": \"x\"}\n");

    String cut = read(file.toString()).getFirst().id();

    assertThat(cut.getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(512)
        .isGreaterThan(509);
    assertThat(cut).endsWith("the end");
  }

  private static void assertBad(Path file, String message) {
    assertThatThrownBy(() -> read(file.toString()))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining(message);
  }

  private static List<CorpusDocument> read(String name) {
    return read(name, "");
  }

  private static List<CorpusDocument> read(String name, String standardInput) {
    InputStream in = new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8));
    try (Stream<CorpusDocument> documents = Corpora.named(name, in).open()) {
      return documents.toList();
    }
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path pack(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }
}
