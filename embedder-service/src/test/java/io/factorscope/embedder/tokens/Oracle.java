package io.factorscope.embedder.tokens;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Hugging Face's own tokenizer and ours for the same file.
 *
 * <p>One difference is meant: a stripped accent that follows a token belongs to its span here,
 * while theirs ends before it and leaves the accent to nobody.
 */
final class Oracle implements AutoCloseable {

  static final Map<String, String> OPTIONS =
      Map.of("truncation", "false", "padding", "false", "modelMaxLength", "100000000");

  private final HuggingFaceTokenizer theirs;
  private final WordPieceTokenizer ours;

  Oracle(Path file) throws IOException {
    theirs = HuggingFaceTokenizer.newInstance(file, OPTIONS);
    ours = WordPieceTokenizer.read(file);
  }

  /** What differs first in ids, words or spans, for people. */
  Optional<String> difference(String text) {
    return difference(text, true);
  }

  /** What differs first in ids or words, for people. */
  Optional<String> differenceButForSpans(String text) {
    return difference(text, false);
  }

  private Optional<String> difference(String text, boolean spans) {
    Encoding expected = theirs.encode(text, false, false);
    Tokens tokens = ours.tokenize(text);
    long[] ids = expected.getIds();
    if (ids.length != tokens.size()) {
      return Optional.of("%d tokens, oracle %d in '%s'".formatted(tokens.size(), ids.length, text));
    }
    int[] units = unitsOfCodePoints(text);
    return IntStream.range(0, ids.length)
        .filter(
            i ->
                !agree(i, expected, tokens)
                    || (spans
                        && !sameSpan(i, expected.getCharTokenSpans()[i], tokens, text, units)))
        .mapToObj(i -> describe(i, expected, tokens, text, units))
        .findFirst();
  }

  private static boolean agree(int i, Encoding expected, Tokens tokens) {
    return expected.getIds()[i] == tokens.id(i) && expected.getWordIds()[i] == tokens.word(i);
  }

  private static boolean sameSpan(int i, CharSpan span, Tokens tokens, String text, int[] units) {
    return units[span.getStart()] == tokens.start(i)
        && afterAccents(text, units[span.getEnd()]) == tokens.end(i);
  }

  private static String describe(
      int i, Encoding expected, Tokens tokens, String text, int[] units) {
    CharSpan span = expected.getCharTokenSpans()[i];
    return "token %d: %d in word %d at [%d, %d), oracle %d in word %d at [%d, %d) in '%s'"
        .formatted(
            i,
            tokens.id(i),
            tokens.word(i),
            tokens.start(i),
            tokens.end(i),
            expected.getIds()[i],
            expected.getWordIds()[i],
            units[span.getStart()],
            units[span.getEnd()],
            text);
  }

  /** Where each code point begins in UTF-16: theirs count code points. */
  private static int[] unitsOfCodePoints(String text) {
    int[] units = new int[text.codePointCount(0, text.length()) + 1];
    for (int i = 1; i < units.length; i++) {
      units[i] = text.offsetByCodePoints(units[i - 1], 1);
    }
    return units;
  }

  private static int afterAccents(String text, int end) {
    int i = end;
    while (i < text.length() && CharacterClasses.isAccent(text.codePointAt(i))) {
      i += Character.charCount(text.codePointAt(i));
    }
    return i;
  }

  @Override
  public void close() {
    theirs.close();
  }
}
