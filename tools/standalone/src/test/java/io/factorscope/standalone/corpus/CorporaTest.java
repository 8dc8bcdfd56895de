package io.factorscope.standalone.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.factorscope.documents.Item;
import io.factorscope.documents.Refusal;
import io.factorscope.documents.TextDocument;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
    Path file = write("speeches.txt", "\uFEFFfirst line\n\n  \nsecond line \r\nthird");

    assertThat(read(file))
        .containsExactly(
            new TextDocument("speeches.txt:1", "speeches.txt", "first line"),
            new TextDocument("speeches.txt:4", "speeches.txt", "second line"),
            new TextDocument("speeches.txt:5", "speeches.txt", "third"));
  }

  @Test
  void filesOfOneNameAreCalledAfterTheirFoldersToo() throws IOException {
    List<String> names =
        List.of(path("a/sub/x.txt"), path("b/x.txt"), path("a/y.txt"), path("b/x.txt"));

    List<Item> items =
        Corpora.named(names, InputStream.nullInputStream()).stream().flatMap(Corpus::open).toList();

    assertThat(documents(items))
        .extracting(TextDocument::id)
        .containsExactly("a/sub/x.txt:1", "b/x.txt:1", "y.txt:1", "b/x.txt:1");
  }

  private String path(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "text").toString();
  }

  @Test
  void aPackedFileIsUnpackedWhateverItsName() throws IOException {
    assertThat(read(pack("speeches.txt.gz", "one\ntwo\n")))
        .extracting(TextDocument::text)
        .containsExactly("one", "two");
    assertThat(read(pack("speeches.txt", "one\n")))
        .extracting(TextDocument::text)
        .containsExactly("one");
    assertThat(documents(items("-", packed("{\"text\": \"one\"}\n"))))
        .extracting(TextDocument::text)
        .containsExactly("one");
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

    assertThat(read(file))
        .containsExactly(
            new TextDocument("a", "feed", "Grüße ☃"),
            new TextDocument("news.ndjson:2", "news.ndjson", "only a text"));
  }

  @Test
  void jsonlMayBePacked() throws IOException {
    Path file = pack("news.jsonl.gz", "{\"id\":\"a\",\"text\":\"x\"}\n");

    assertThat(read(file)).extracting(TextDocument::id).containsExactly("a");
  }

  @Test
  void aFolderHasADocumentAFile() throws IOException {
    write("b.md", "second\nin two lines\n");
    write("a.txt", "\uFEFFfirst");
    Files.createDirectories(folder.resolve("deep/er"));
    Files.writeString(folder.resolve("deep/er/c"), "third");
    write(".hidden", "not this");
    write("blank.txt", "  \n ");
    pack("z.gz", "packed");

    assertThat(read(folder))
        .extracting(TextDocument::id, TextDocument::text)
        .containsExactly(
            tuple("a.txt", "first"),
            tuple("b.md", "second\nin two lines\n"),
            tuple("deep/er/c", "third"),
            tuple("z.gz", "packed"));
  }

  @Test
  void linksToFilesAndFoldersAreFollowedAndEachFolderIsReadOnce() throws IOException {
    Path texts = Files.createDirectories(folder.resolve("texts/sub"));
    Files.writeString(texts.resolve("a"), "first");
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("b"), "second");
    Path root = folder.resolve("texts");
    Files.createSymbolicLink(root.resolve("again"), texts);
    Files.createSymbolicLink(root.resolve("file"), elsewhere.resolve("b"));
    Files.createSymbolicLink(root.resolve("linked"), elsewhere);
    Files.createSymbolicLink(elsewhere.resolve("loop"), root);
    Path current = Files.createSymbolicLink(folder.resolve("current"), root);

    assertThat(read(current))
        .extracting(TextDocument::id, TextDocument::text)
        .containsExactly(
            tuple("file", "second"), tuple("linked/b", "second"), tuple("sub/a", "first"));
  }

  @Test
  void whatAFolderHasThatIsNoTextIsNamedAndTheRestIsRead() throws IOException {
    write("a.txt", "first");
    Files.write(
        folder.resolve("latin"),
        "Grüße, Küsse, Glück für Städte, Höfe, Täler".getBytes(StandardCharsets.ISO_8859_1));
    Files.createSymbolicLink(folder.resolve("lost"), folder.resolve("nowhere"));
    Files.write(folder.resolve("cut.gz"), Arrays.copyOf(bytes(packed("text")), 20));
    write("z.txt", "last");

    List<Item> items = items(folder.toString(), InputStream.nullInputStream());

    assertThat(documents(items)).extracting(TextDocument::text).containsExactly("first", "last");
    assertThat(refusals(items))
        .satisfiesExactlyInAnyOrder(
            message -> assertThat(message).contains("/lost: is a link that leads nowhere"),
            message -> assertThat(message).contains("/cut.gz: gzip: breaks off in part 1"),
            message ->
                assertThat(message).contains("/latin: is not UTF-8", "seems to be ISO-8859-1"));
  }

  @Test
  void standardInputIsTextOrJsonByItsFirstLine() {
    assertThat(read("-", "\nplain\n{\"text\": \"still plain\"}\n"))
        .extracting(TextDocument::text)
        .containsExactly("plain", "{\"text\": \"still plain\"}");
    assertThat(read("-", "\uFEFF{\"text\": \"json\"}\n{\"text\": \"more\"}\n"))
        .extracting(TextDocument::text)
        .containsExactly("json", "more");
  }

  @Test
  void emptyCorporaHaveNoDocuments() throws IOException {
    assertThat(read(write("empty.txt", ""))).isEmpty();
    assertThat(read(write("blank.ndjson", "\n\n"))).isEmpty();
    assertThat(read(Files.createDirectory(folder.resolve("nothing")))).isEmpty();
    assertThat(read("-", "")).isEmpty();
  }

  @Test
  void isReadLazily() throws IOException {
    Path file = write("half.ndjson", "{\"text\": \"good\"}\nbroken\n");

    try (Stream<Item> documents =
        Corpora.named(file.toString(), InputStream.nullInputStream()).open()) {
      assertThat(documents.limit(1)).hasSize(1);
    }
  }

  @Test
  void aBadLineNamesFileAndLineAndTheNextIsRead() throws IOException {
    List<Item> items =
        items(
            write(
                    "a.ndjson",
                    "{\"text\": \"x\"}\n{broken\n{\"id\": 7, \"text\": \"\"}\n{\"text\":\"y\"}")
                .toString(),
            InputStream.nullInputStream());

    assertThat(documents(items)).extracting(TextDocument::text).containsExactly("x", "y");
    assertThat(refusals(items).getFirst()).startsWith("a.ndjson:2: line: is no JSON: ");
    assertThat(refusals(items).getLast()).isEqualTo("a.ndjson:3: id: is 7, must be a string");
  }

  @Test
  void whatIsNotPackedIsToldSo() throws IOException {
    assertThat(
            refusals(items(write("not.txt.gz", "plain").toString(), InputStream.nullInputStream())))
        .containsExactly("not.txt.gz: is not packed with gzip, though its name says so; rename it");
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
    assertThatThrownBy(() -> Corpora.named("", InputStream.nullInputStream()))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("is no path");
  }

  @Test
  void twoIdsThatAreTooLongAndEndAlikeAreRefusedAndNotMixedUp() throws IOException {
    String end = "ü".repeat(400) + "the end\", \"text\": \"x\"}\n";
    Path file = write("long.ndjson", "{\"id\": \"a" + end + "{\"id\": \"b" + end);

    List<Item> items = items(file.toString(), InputStream.nullInputStream());

    assertThat(documents(items)).isEmpty();
    assertThat(refusals(items))
        .containsExactly(
            "long.ndjson:1: id: has 808 bytes of UTF-8, must have at most 512",
            "long.ndjson:2: id: has 808 bytes of UTF-8, must have at most 512");
  }

  @Test
  void idsOfDeepFilesAreShortenedWithoutBecomingOne() throws IOException {
    for (String first : List.of("a", "b")) {
      Path deep = folder.resolve(first);
      for (int i = 0; i < 6; i++) {
        deep = deep.resolve("long".repeat(25));
      }
      Files.writeString(Files.createDirectories(deep).resolve("file.txt"), first);
    }

    List<String> ids = read(folder).stream().map(TextDocument::id).toList();

    assertThat(ids).hasSize(2).doesNotHaveDuplicates();
    assertThat(ids)
        .allSatisfy(
            id -> {
              assertThat(id).endsWith("/file.txt");
              assertThat(id.getBytes(UTF_8).length).isBetween(500, 512);
            });
  }

  private List<TextDocument> read(Path path) {
    return read(path.toString(), "");
  }

  private static List<TextDocument> read(String name, String standardInput) {
    List<Item> items = items(name, new ByteArrayInputStream(standardInput.getBytes(UTF_8)));
    assertThat(refusals(items)).isEmpty();
    return documents(items);
  }

  private static List<Item> items(String name, InputStream standardInput) {
    try (Stream<Item> items = Corpora.named(name, standardInput).open()) {
      return items.toList();
    }
  }

  private static List<TextDocument> documents(List<Item> items) {
    return items.stream()
        .filter(TextDocument.class::isInstance)
        .map(TextDocument.class::cast)
        .toList();
  }

  private static List<String> refusals(List<Item> items) {
    return items.stream()
        .filter(Refusal.class::isInstance)
        .map(item -> ((Refusal) item).message())
        .toList();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path pack(String name, String text) throws IOException {
    return Files.write(folder.resolve(name), bytes(packed(text)));
  }

  private static byte[] bytes(InputStream in) throws IOException {
    return in.readAllBytes();
  }

  private static InputStream packed(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(UTF_8));
    }
    return new ByteArrayInputStream(packed.toByteArray());
  }
}
