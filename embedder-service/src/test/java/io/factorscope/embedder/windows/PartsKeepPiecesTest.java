package io.factorscope.embedder.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.embedder.TestModels;
import io.factorscope.embedder.TestTexts;
import io.factorscope.embedder.tokens.Tokens;
import io.factorscope.embedder.tokens.WordPieceTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The word-pieces of a text's parts are those of the text, wherever a cut can have that. */
class PartsKeepPiecesTest {

  /** What texts are mixed of: words, sentences, clusters, and what stands between them. */
  private static final List<String> BITS =
      List.of(
          ("unbelievably|Embeddings|café|cafe\u0301|don't|3.14|U.S.|[MASK]|<|end|>|a_b|C++"
                  + "|我是學生。|他|東京タワー|カタカナ|「引用」、|한국어|\u1112\u1161\u11ab|سلام؟|كيف حالك|שלום"
                  + "|हिन्दी|क्षत्रिय।|สวัสดีครับ|ខ្ញុំទៅ។|🙂|👩‍👩‍👧|👍🏽|🇩🇪🇫🇷|❤️|\u0301|\u200d|\u200b|\u00ad"
                  + "| | |\n|\r\n|\n\n|\u2028|\u2029|\u00a0|\u3000|。|. |! |?\"|…")
              .split("\\|"));

  private static final Pattern WITHOUT_SPACE = Pattern.compile("[^ \\n\u2028\u2029\u00a0\u3000]+");

  private static WordPieceTokenizer tokenizer;

  @BeforeAll
  static void open() {
    tokenizer = WordPieceTokenizer.read(TestModels.tokenizer(TestModels.BGE));
  }

  @Test
  void aChineseTextWithLatinWordsIsCutAfterASentence() {
    String text = "我是學生。Transformer模型很好，internationalization也是。".repeat(1_500);
    List<TextPart> parts = TextParts.cut(text, 32 << 10);
    assertThat(parts).hasSizeGreaterThan(3);
    assertThat(parts).allSatisfy(part -> assertThat(part.text()).endsWith("。"));
    assertSamePieces(text, parts);
  }

  @Test
  void realTextsInManyScriptsKeepTheirPieces() {
    String speeches = String.join(" ", TestTexts.speeches(300));
    assertSamePieces(speeches, TextParts.cut(speeches, 32 << 10));
    for (String hard : TestTexts.HARD) {
      String text = hard.repeat(80_000 / (hard.length() + 1));
      assertSamePieces(text, TextParts.cut(text, 32 << 10));
    }
  }

  @Test
  void mixturesWithoutSpacesKeepTheirPieces() {
    Random random = new Random(14);
    List<String> bits =
        new ArrayList<>(BITS.stream().filter(bit -> WITHOUT_SPACE.matcher(bit).matches()).toList());
    for (int i = 0; i < 30; i++) {
      Collections.shuffle(bits, random);
      List<String> few = new ArrayList<>(bits.subList(0, 3 + random.nextInt(20)));
      few.add("C++");
      String text = mixture(random, few, 20_000);
      assertSamePieces(text, TextParts.cut(text, 32 << 10));
    }
  }

  @Test
  void aWordIsCutOnlyIfItFillsAPart() {
    Random random = new Random(15);
    for (int i = 0; i < 150; i++) {
      String text = mixture(random, BITS, 60);
      assertCutsKeepPiecesWhereTheyCan(text, 12 + random.nextInt(60));
    }
  }

  /** Every cut keeps the pieces, or no place of that part would have kept them. */
  private static void assertCutsKeepPiecesWhereTheyCan(String text, int mostBytes) {
    for (TextPart part : TextParts.cut(text, mostBytes)) {
      int end = part.offset() + part.text().length();
      int limit = Utf8.furthestEnd(text, part.offset(), mostBytes);
      if (end < text.length() && !keepsPieces(text, end)) {
        assertThat(IntStream.rangeClosed(part.offset() + 1, limit))
            .as("cut at %d of '%s'", end, text)
            .noneMatch(place -> !isByRemoved(text, place) && keepsPieces(text, place));
      }
    }
  }

  private static boolean keepsPieces(String text, int place) {
    return ids(text.substring(0, place), text.substring(place)).equals(ids(text));
  }

  /** Beside what normalising removes (half a character too) a cut can do so by chance. */
  private static boolean isByRemoved(String text, int place) {
    return isRemoved(text.charAt(place - 1))
        || isRemoved(text.charAt(place))
        || Character.isLowSurrogate(text.charAt(place));
  }

  private static boolean isRemoved(char c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.FORMAT -> true;
      default -> false;
    };
  }

  private static String mixture(Random random, List<String> bits, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> bits.get(random.nextInt(bits.size())))
        .collect(Collectors.joining());
  }

  private static void assertSamePieces(String text, List<TextPart> parts) {
    Tokens whole = tokenizer.tokenize(text);
    int token = 0;
    for (TextPart part : parts) {
      Tokens tokens = tokenizer.tokenize(part.text());
      for (int i = 0; i < tokens.size(); i++, token++) {
        assertThat(tokens.id(i)).isEqualTo(whole.id(token));
        assertThat(part.offset() + tokens.start(i)).isEqualTo(whole.start(token));
        assertThat(part.offset() + tokens.end(i)).isEqualTo(whole.end(token));
      }
    }
    assertThat(token).isEqualTo(whole.size());
  }

  private static List<Integer> ids(String... texts) {
    return Arrays.stream(texts)
        .flatMapToInt(text -> IntStream.of(tokenizer.tokenize(text).ids()))
        .boxed()
        .toList();
  }
}
