package io.factorscope.embedder.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.embedder.TestModels;
import io.factorscope.embedder.TestTexts;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WordPieceTokenizerTest {

  private static WordPieceTokenizer tokenizer;

  @BeforeAll
  static void open() {
    tokenizer = WordPieceTokenizer.read(TestModels.tokenizer(TestModels.BGE));
  }

  @Test
  void cutsWordsIntoPieces() {
    assertThat(pieces("Embeddings, unbelievably!"))
        .containsExactly(
            "em", "##bed", "##ding", "##s", ",", "un", "##bel", "##ie", "##va", "##bly", "!");
  }

  @Test
  void spansCountUtf16UnitsAfterEmoji() {
    String text = "🙂 smile 👩‍👩‍👧 family";
    assertThat(spans(text)).containsExactly("🙂", "smile", "👩‍👩‍👧", "family");
  }

  @Test
  void aStrippedAccentBelongsToItsToken() {
    assertThat(spans("cafe\u0301 noir")).containsExactly("cafe\u0301", "noir");
    assertThat(pieces("cafe\u0301 noir")).containsExactly("cafe", "noir");
  }

  @Test
  void piecesOfOneWordShareItsNumber() {
    Tokens tokens = tokenizer.tokenize("Embeddings, yes");
    assertThat(IntStream.range(0, tokens.size()).map(tokens::word))
        .containsExactly(0, 0, 0, 0, 1, 2);
  }

  @Test
  void aWordOverTheLimitIsUnknown() {
    assertThat(pieces("a".repeat(101))).containsExactly("[UNK]");
    assertThat(pieces("a".repeat(100))).doesNotContain("[UNK]");
    assertThat(pieces("𝒜".repeat(100))).containsExactly("[UNK]");
  }

  @Test
  void aLiteralSpecialTokenIsThatToken() {
    assertThat(pieces("a [MASK] b")).containsExactly("a", "[MASK]", "b");
    assertThat(pieces("a [mask] b")).containsExactly("a", "[", "mask", "]", "b");
  }

  @Test
  void halfASurrogatePairIsDroppedAsTheReplacementCharacterIs() {
    for (String half : List.of("\ud83d", "\ude42", "\ude42\ud83d", "\ufffd")) {
      assertThat(pieces("foo" + half + "bar")).isEqualTo(pieces("foobar"));
      assertThat(spans("a " + half + " foo" + half)).containsExactly("a", "foo");
    }
  }

  @Test
  void punctuationThatIsNewerThanTheOraclesUnicodeIsPartOfItsWord() {
    assertThat(pieces("hello\u2e5dworld")).containsExactly("[UNK]");
    assertThat(pieces("hello\u2e42world")).containsExactly("hello", "[UNK]", "world");
  }

  @Test
  void spansOfMarksThatAreReorderedStayInTheTextsOrder() {
    String mark = "\u302f";
    String earlierMark = "\ud834\udd65";
    Tokens tokens = tokenizer.tokenize("x" + mark + earlierMark + " y");
    assertThat(tokens.start(0)).isZero();
    assertThat(tokens.end(0)).isEqualTo(4);
    assertThat(tokens.start(1)).isEqualTo(5);
  }

  @Test
  void theFileSaysHowTextsAreFramed() {
    SpecialTokens special = tokenizer.special();
    assertThat(special)
        .isEqualTo(
            new SpecialTokens(new SpecialTokens.Frame(List.of(101), List.of(102)), 100, 0, 103));
    assertThat(tokenizer.vocabularySize()).isEqualTo(30_522);
  }

  @Test
  void spansLieInOrderInsideTheText() {
    for (String text : TestTexts.HARD) {
      Tokens tokens = tokenizer.tokenize(text);
      int before = 0;
      for (int i = 0; i < tokens.size(); i++) {
        assertThat(tokens.start(i)).isGreaterThanOrEqualTo(before == 0 ? 0 : tokens.start(i - 1));
        assertThat(tokens.end(i)).isGreaterThan(tokens.start(i)).isLessThanOrEqualTo(text.length());
        before = tokens.end(i);
      }
    }
  }

  /** A floor far below what it does (see the module's README), so that a slow machine passes. */
  @Test
  void isFarFasterThanAnyModel() {
    String text = String.join(" ", TestTexts.speeches(500));
    long best = Long.MAX_VALUE;
    int size = 0;
    for (int i = 0; i < 15; i++) {
      long started = System.nanoTime();
      size = tokenizer.tokenize(text).size();
      best = Math.min(best, System.nanoTime() - started);
    }
    double rate = size / (best / 1e9);
    System.out.printf("tokenizer: %,.0f tokens/s%n", rate);
    assertThat(rate).isGreaterThan(300_000);
  }

  private static List<String> pieces(String text) {
    Tokens tokens = tokenizer.tokenize(text);
    return IntStream.range(0, tokens.size()).mapToObj(i -> tokenizer.piece(tokens.id(i))).toList();
  }

  private static List<String> spans(String text) {
    Tokens tokens = tokenizer.tokenize(text);
    return IntStream.range(0, tokens.size())
        .mapToObj(i -> text.substring(tokens.start(i), tokens.end(i)))
        .toList();
  }
}
