package io.factorscope.embedder.tokens;

import java.nio.file.Path;
import java.util.Map;

/**
 * BERT's tokenizer: normalises, splits at white space and punctuation, cuts words into pieces
 * (Devlin et al. 2018). Gives the ids that Hugging Face's tokenizers give for the same file and
 * text; half a surrogate pair, which they can't be given, counts as U+FFFD.
 */
public final class WordPieceTokenizer {

  private static final int CHARACTERS_PER_TOKEN = 3;

  private final Vocabulary vocabulary;
  private final AddedTokens added;
  private final TextNormalizer normalizer;
  private final WordPieces pieces;
  private final SpecialTokens special;

  WordPieceTokenizer(
      Vocabulary vocabulary,
      Map<String, Integer> added,
      BertNormalization normalization,
      WordPieces pieces,
      SpecialTokens special) {
    this.vocabulary = vocabulary;
    this.added = new AddedTokens(added);
    this.normalizer = new TextNormalizer(normalization);
    this.pieces = pieces;
    this.special = special;
  }

  /**
   * Reads a tokenizer.json.
   *
   * @throws UnsupportedTokenizerException if it is of another kind, can't be read, or names an
   *     option that is not supported; the message says which
   */
  public static WordPieceTokenizer read(Path file) {
    return TokenizerFile.read(file).tokenizer();
  }

  public SpecialTokens special() {
    return special;
  }

  /** The vocabulary's spelling of a token. */
  public String piece(int id) {
    return vocabulary.piece(id);
  }

  /** Number of tokens; ids run from 0 to below it. */
  public int vocabularySize() {
    return vocabulary.size();
  }

  /** Cuts a text; the special tokens around it are not part of the result. */
  public Tokens tokenize(String text) {
    char[] units = text.toCharArray();
    TokensBuilder tokens = new TokensBuilder(units.length / CHARACTERS_PER_TOKEN + 8);
    NormalizedText normalized = new NormalizedText(units.length + 16);
    int from = 0;
    while (from < units.length) {
      int to = added.next(units, from);
      normalized.clear();
      normalizer.normalize(text, from, to, normalized);
      cutWords(normalized, tokens);
      from = to < units.length ? addAdded(units, to, tokens) : to;
    }
    return tokens.build();
  }

  private int addAdded(char[] units, int start, TokensBuilder tokens) {
    long found = added.at(units, start);
    int end = (int) (found >>> 32);
    tokens.add((int) found, start, end);
    tokens.endWord();
    return end;
  }

  private void cutWords(NormalizedText text, TokensBuilder tokens) {
    int wordStart = 0;
    int i = 0;
    while (i < text.length()) {
      int c = text.codePoint(i);
      int next = i + Character.charCount(c);
      boolean space = CharacterClasses.isWhiteSpace(c);
      if (space || CharacterClasses.isPunctuation(c)) {
        addWord(text, wordStart, i, tokens);
        addWord(text, space ? next : i, next, tokens);
        wordStart = next;
      }
      i = next;
    }
    addWord(text, wordStart, text.length(), tokens);
  }

  private void addWord(NormalizedText text, int first, int end, TokensBuilder tokens) {
    if (first < end) {
      pieces.cut(text, first, end, tokens);
      tokens.endWord();
    }
  }
}
