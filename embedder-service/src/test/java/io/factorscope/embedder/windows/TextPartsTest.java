package io.factorscope.embedder.windows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.embedder.TestTexts;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TextPartsTest {

  @Test
  void aShortTextIsOnePart() {
    assertThat(TextParts.cut("short", 100)).containsExactly(new TextPart(0, "short"));
    assertThat(TextParts.cut("", 100)).isEmpty();
  }

  @Test
  void aParagraphIsPreferredToASentenceAndThatToASpace() {
    assertThat(texts("One two three. Four five\n\nsix. Seven", 30))
        .containsExactly("One two three. Four five\n\n", "six. Seven");
    assertThat(texts("One two three. Four five six seven", 26))
        .containsExactly("One two three. ", "Four five six seven");
    assertThat(texts("One two three four five six seven", 20))
        .containsExactly("One two three four ", "five six seven");
  }

  @Test
  void aSurrogatePairIsNeverCut() {
    assertThat(texts("🙂🙂🙂", 5)).containsExactly("🙂", "🙂", "🙂");
    assertThat(texts("a🙂", 4)).containsExactly("a", "🙂");
  }

  @Test
  void aCombiningSequenceIsNotCut() {
    assertThat(texts("aaae\u0301e\u0301", 4)).containsExactly("aaa", "e\u0301", "e\u0301");
    assertThat(texts("aaaa \u0301bbb", 5)).containsExactly("aaaa", " \u0301bb", "b");
    String family = "👩‍👩‍👧";
    assertThat(texts("xxxx" + family + family, 20)).containsExactly("xxxx", family, family);
  }

  @Test
  void moreMarksThanFitAreCutBetweenCodePoints() {
    String marks = "e" + "\u0301".repeat(5_000);
    assertInvariants(marks, 1_000);
  }

  @Test
  void partsJoinedAreTheTextAndFit() {
    TestTexts.HARD.forEach(text -> assertInvariants(text.repeat(20), 37));
    Random random = new Random(5);
    for (int i = 0; i < 300; i++) {
      String text =
          random
              .ints(400, 0, TestTexts.HARD.size())
              .mapToObj(TestTexts.HARD::get)
              .filter(hard -> !hard.isEmpty())
              .map(hard -> hard.substring(0, hard.offsetByCodePoints(0, 1)))
              .collect(Collectors.joining());
      assertInvariants(text, 4 + random.nextInt(60));
    }
  }

  @Test
  void realParagraphsAreCutAfterSentences() {
    String text = String.join(" ", TestTexts.paragraphs(400));
    assertInvariants(text, 32 << 10);
    List<String> parts = texts(text, 32 << 10);
    assertThat(parts).hasSizeGreaterThan(5);
    assertThat(parts.subList(0, parts.size() - 1))
        .allSatisfy(part -> assertThat(part.strip()).matches("(?s).*[.!?]"));
  }

  private static void assertInvariants(String text, int mostBytes) {
    List<TextPart> parts = TextParts.cut(text, mostBytes);
    int offset = 0;
    for (TextPart part : parts) {
      assertThat(part.offset()).isEqualTo(offset);
      assertThat(part.text()).isNotEmpty();
      assertThat(part.text().getBytes(UTF_8).length).isLessThanOrEqualTo(mostBytes);
      assertThat(Character.isLowSurrogate(part.text().charAt(0))).isFalse();
      offset += part.text().length();
    }
    assertThat(parts.stream().map(TextPart::text).collect(Collectors.joining())).isEqualTo(text);
  }

  private static List<String> texts(String text, int mostBytes) {
    return TextParts.cut(text, mostBytes).stream().map(TextPart::text).toList();
  }
}
