package io.factorscope.embedder.windows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.factorscope.embedder.TestTexts;
import java.time.Duration;
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
    assertThat(texts("aaaa \u0301bbb", 5)).containsExactly("aaaa", " \u0301", "bbb");
    String family = "👩‍👩‍👧";
    assertThat(texts("xxxx" + family + family, 20)).containsExactly("xxxx", family, family);
  }

  @Test
  void aSentenceEndsWithoutASpaceWhereItsScriptHasNone() {
    assertThat(texts("我是學生。他是老師。abcd", 33)).containsExactly("我是學生。他是老師。", "abcd");
    assertThat(texts("他說：「好。」然後international", 28)).containsExactly("他說：「好。」", "然後international");
    assertThat(texts("यह वाक्य है।दूसरा वाक्य", 40)).containsExactly("यह वाक्य है।", "दूसरा वाक्य");
  }

  @Test
  void punctuationIsPreferredToIdeographsAndThoseToWords() {
    assertThat(texts("一二三四五六、七八九十", 30)).containsExactly("一二三四五六、", "七八九十");
    assertThat(texts("一二三四五六七八九十", 20)).containsExactly("一二三四五六", "七八九十");
    assertThat(texts("中internationalization", 22)).containsExactly("中", "internationalization");
    assertThat(texts("ខ្ញុំទៅ។គាត់មក", 38)).containsExactly("ខ្ញុំទៅ។", "គាត់មក");
  }

  @Test
  void aLineEndOfTwoCharactersIsNotCut() {
    assertThat(texts("abc\r\n\r\ndef", 6)).containsExactly("abc\r\n", "\r\ndef");
    assertThat(texts("abc\r\n\r\ndef", 8)).containsExactly("abc\r\n\r\n", "def");
    assertThat(texts("ab\u2029cdef", 8)).containsExactly("ab\u2029", "cdef");
    assertThat(texts("ab\u2028cdef", 8)).containsExactly("ab\u2028", "cdef");
  }

  @Test
  void aWordThatFillsAPartIsCutAtAWordOfItsLanguageOrACharacterOfAReader() {
    assertThat(texts("สวัสดีครับผมชื่อ", 40)).containsExactly("สวัสดีครับผม", "ชื่อ");
    assertThat(texts("xxx".repeat(10), 20)).containsExactly("x".repeat(20), "x".repeat(10));
    assertThat(texts("한국어텍스트", 10)).containsExactly("한국어", "텍스트");
    for (String character :
        List.of(
            "\u1112\u1161\u11ab",
            "क्ष",
            "🇩🇪",
            "👩‍👩‍👧",
            "👍🏽",
            "e\u0301\u0323",
            "❤️",
            "x\ufe0f")) {
      String text = character.repeat(30_000);
      assertInvariants(text, 32 << 10);
      assertThat(TextParts.cut(text, 32 << 10))
          .allMatch(part -> part.offset() % character.length() == 0);
    }
  }

  @Test
  void aSpecialTokenIsNotCut() {
    String text = "[MASK]".repeat(10);
    assertThat(texts(text, 16)).hasSize(5).allMatch("[MASK][MASK]"::equals);
  }

  @Test
  void halvesOfSurrogatePairsDoNotStopTheCutting() {
    for (String half : List.of("\ud83d", "\ude42", "\ude42\ud83d")) {
      String text = half.repeat(100);
      List<String> parts = texts(text, 50);
      assertThat(String.join("", parts)).isEqualTo(text);
      assertThat(parts).hasSizeLessThan(10).allMatch(part -> part.getBytes(UTF_8).length <= 50);
    }
  }

  /** A generous limit: it takes a second or two, with its square it would take hours. */
  @Test
  void sixteenMebibytesOfAnythingAreCutInAFewSeconds() {
    for (String bit :
        List.of(
            "a", "。", "ก", "🇩🇪", "👩\u200d", "\u0301", "\u0600.\uff9e", ".\u0301", "[a", "\".")) {
      String text = bit.repeat((16 << 20) / bit.getBytes(UTF_8).length);
      assertTimeout(
          Duration.ofSeconds(60),
          () -> assertThat(TextParts.cut(text, 32 << 10)).hasSizeBetween(512, 520),
          bit);
    }
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
  void realSpeechesAreCutAfterSentences() {
    String text = String.join(" ", TestTexts.speeches(400));
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
