package io.factorscope.standalone.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.factorscope.documents.Item;
import io.factorscope.documents.TextDocument;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names become ids: no two may become one. */
class FileNamesTest {

  @TempDir Path folder;

  @Test
  void filesWhoseNamesDifferInAnAccentHaveTwoIds() throws Exception {
    make("caf\\303\\251.txt", "caf\\303\\250.txt");
    assumeTrue(System.getProperty("sun.jnu.encoding").equals("UTF-8"), "the locale has no accents");

    assertThat(documents()).extracting(TextDocument::id).containsExactly("cafè.txt", "café.txt");
  }

  /** As they come from old disks and archives: é and è, each a byte that is no UTF-8. */
  @Test
  void namesThatCanNotBeReadHaveTwoIdsAllTheSame() throws Exception {
    make("caf\\351.txt", "caf\\350.txt");
    assumeTrue(
        Objects.requireNonNull(folder.toFile().list()).length == 2, "this disk has no such names");

    assertThat(documents())
        .extracting(TextDocument::id)
        .hasSize(2)
        .doesNotHaveDuplicates()
        .allSatisfy(id -> assertThat(id).endsWith("caf\uFFFD.txt"));
  }

  private List<TextDocument> documents() {
    try (Stream<Item> items =
        Corpora.named(folder.toString(), InputStream.nullInputStream()).open()) {
      return items.map(TextDocument.class::cast).toList();
    }
  }

  /** Java could not name all of them. */
  private void make(String... names) throws Exception {
    for (String name : names) {
      String program = "printf text > \"$(printf '" + name + "')\"";
      new ProcessBuilder("sh", "-c", program).directory(folder.toFile()).start().waitFor();
    }
  }
}
