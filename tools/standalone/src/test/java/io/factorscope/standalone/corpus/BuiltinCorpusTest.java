package io.factorscope.standalone.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.documents.TextDocument;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The corpus that comes along: its size, its language and its order. */
class BuiltinCorpusTest {

  @Test
  void hasTheEnglishSpeeches() {
    List<TextDocument> documents = read();

    long words =
        documents.stream().mapToLong(document -> document.text().split("\\s+", -1).length).sum();

    assertThat(documents).hasSizeBetween(1200, 1320);
    assertThat(words).isBetween(180_000L, 230_000L);
    assertThat(documents).extracting(TextDocument::id).doesNotHaveDuplicates();
    assertThat(documents)
        .allSatisfy(document -> assertThat(English.isEnglish(document.text())).isTrue());
    assertThat(documents.getFirst().source()).startsWith("European Parliament, ");
  }

  @Test
  void comesInTheSameMixedOrderEachTime() {
    List<String> once = ids();
    List<String> again = ids();

    List<Integer> lines =
        once.stream().map(id -> Integer.parseInt(id.substring(id.indexOf(':') + 1))).toList();
    long ascending =
        IntStream.range(1, lines.size()).filter(i -> lines.get(i) > lines.get(i - 1)).count();

    assertThat(again).isEqualTo(once);
    assertThat(ascending).isBetween(lines.size() * 4L / 10, lines.size() * 6L / 10);
  }

  private static List<String> ids() {
    return read().stream().map(TextDocument::id).toList();
  }

  private static List<TextDocument> read() {
    try (Stream<TextDocument> documents = Corpora.builtin()) {
      return documents.toList();
    }
  }
}
