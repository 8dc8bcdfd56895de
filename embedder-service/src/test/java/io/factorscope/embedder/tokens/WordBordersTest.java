package io.factorscope.embedder.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordBordersTest {

  @Test
  void whiteSpacePunctuationAndIdeographsBorderOnEverything() {
    assertThat(borders("a b")).containsExactly(1, 2);
    assertThat(borders("a.b")).containsExactly(1, 2);
    assertThat(borders("ab中文c")).containsExactly(2, 3, 4);
    assertThat(borders("🙂 🙂.")).containsExactly(2, 3, 5);
  }

  @Test
  void whatCleaningRemovesPartsNothing() {
    assertThat(borders("foo\u0085bar\u000bfoo\u200bbar\u2e5dfoo")).isEmpty();
  }

  @Test
  void whatMayBeASpecialTokenHasNoBorderInside() {
    assertThat(borders("[MASK][SEP]")).containsExactly(6);
    assertThat(borders("<|end_of_text|></s>")).containsExactly(15);
    assertThat(borders("[a b]")).containsExactly(1, 2, 3, 4);
    assertThat(borders("[MASK")).containsExactly(1);
    assertThat(borders("[MASK>")).containsExactly(1, 5);
  }

  /** Whatever the options: ideographs are words only for those that handle them. */
  @Test
  void noNormalisationJoinsWhatABorderParts() {
    List<Integer> bordering =
        CodePoints.all()
            .filter(c -> borders("a" + Character.toString(c) + "b").size() == 2)
            .boxed()
            .toList();
    assertThat(bordering).hasSizeGreaterThan(80_000);
    for (int i = 0; i < 16; i++) {
      BertNormalization options =
          new BertNormalization((i & 1) > 0, (i & 2) > 0, (i & 4) > 0, (i & 8) > 0);
      assertThat(bordering)
          .filteredOn(c -> options.handleChineseChars() || !CharacterClasses.isChinese(c))
          .allMatch(c -> partsWords(options.apply(c)));
    }
  }

  private static boolean partsWords(String normalized) {
    int first = normalized.codePointAt(0);
    int last = normalized.codePointBefore(normalized.length());
    return IntStream.of(first, last)
        .allMatch(c -> CharacterClasses.isWhiteSpace(c) || CharacterClasses.isPunctuation(c));
  }

  private static List<Integer> borders(String text) {
    return IntStream.range(1, text.length())
        .filter(place -> WordBorders.isBorder(text, place))
        .boxed()
        .toList();
  }
}
