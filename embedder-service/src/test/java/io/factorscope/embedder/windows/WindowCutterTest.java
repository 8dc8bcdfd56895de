package io.factorscope.embedder.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.embedder.TestModels;
import io.factorscope.embedder.TestTexts;
import io.factorscope.embedder.tokens.WordPieceTokenizer;
import io.factorscope.v1.Window;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WindowCutterTest {

  private static WordPieceTokenizer tokenizer;

  @BeforeAll
  static void open() {
    tokenizer = WordPieceTokenizer.read(TestModels.tokenizer(TestModels.MINI_LM));
  }

  @Test
  void allWindowsAreFullButTheLast() {
    WindowedText text = new WindowCutter(tokenizer, 4).cut("a b c d e f g h i");
    assertThat(text.tokens()).isEqualTo(9);
    assertThat(text.windows()).isEqualTo(3);
    assertThat(text.message(2).getPiecesList()).containsExactly("i");
    assertThat(text.message(1).getPiecesList()).containsExactly("e", "f", "g", "h");
    assertThat(text.ids(1)).containsExactly(tokenizer.tokenize("e f g h").ids());
  }

  @Test
  void aTextWithoutTokensHasNoWindow() {
    assertThat(new WindowCutter(tokenizer, 4).cut(" \n\u200b").windows()).isZero();
  }

  @Test
  void spansAreThoseOfTheWholeDocument() {
    String before = "🙂 earlier part. ";
    for (String part : TestTexts.HARD) {
      String document = before + part;
      WindowedText text = new WindowCutter(tokenizer, 5).cut(part, before.length());
      int next = 0;
      for (int i = 0; i < text.windows(); i++) {
        next = assertSpans(document, text.message(i), i, next);
      }
      assertThat(next).isEqualTo(text.tokens());
    }
  }

  /** Every span, cut out of the document and tokenised alone, gives the token again. */
  private static int assertSpans(String document, Window window, int index, int first) {
    int textEnd = window.getTextStart() + window.getText().length();
    assertThat(window.getIndex()).isEqualTo(index);
    assertThat(document.substring(window.getTextStart(), textEnd)).isEqualTo(window.getText());
    assertThat(window.getStarts(0)).isEqualTo(window.getTextStart());
    for (int i = 0; i < window.getTokenIdsCount(); i++) {
      String spelled = document.substring(window.getStarts(i), window.getEnds(i));
      String piece = tokenizer.piece(window.getTokenIds(i));
      assertThat(window.getPieces(i)).isEqualTo(piece);
      if (!piece.startsWith("##") && !piece.startsWith("[")) {
        assertThat(tokenizer.piece(tokenizer.tokenize(spelled).id(0))).isEqualTo(piece);
      }
      assertThat(window.getEnds(i)).isLessThanOrEqualTo(textEnd);
    }
    return first + window.getTokenIdsCount();
  }
}
