package io.factorscope.embedder.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFileTest {

  private static final String CASED =
      """
      {"added_tokens": [],
       "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": false,
                      "strip_accents": null, "lowercase": false},
       "pre_tokenizer": {"type": "BertPreTokenizer"},
       "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]},
       "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                 "max_input_chars_per_word": 100,
                 "vocab": {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "É": 3, "##t": 4, "中": 5, "##中": 6}}}
      """;

  @TempDir private Path folder;

  @Test
  void aCasedTokenizerKeepsCaseAndAccents() throws IOException {
    WordPieceTokenizer tokenizer = read(CASED);
    assertThat(tokenizer.tokenize("Ét É 中中 é").ids()).containsExactly(3, 4, 3, 5, 6, 0);
    assertThat(tokenizer.special().frame())
        .isEqualTo(new SpecialTokens.Frame(List.of(1), List.of(2)));
  }

  @Test
  void noPostProcessorMeansNoFrame() throws IOException {
    String file = CASED.replaceAll("\"post_processor\".*\n", "\"post_processor\": null,\n");
    assertThat(read(file).special().frame()).isEqualTo(SpecialTokens.Frame.NONE);
  }

  @Test
  void otherKindsAreRefusedByName() {
    assertRefused("WordPiece\"", "BPE\"", "model.type is BPE, must be WordPiece");
    assertRefused("BertPreTokenizer", "ByteLevel", "pre_tokenizer.type is ByteLevel");
    assertRefused("BertNormalizer", "Lowercase", "normalizer.type is Lowercase");
    assertRefused(
        "BertProcessing", "RobertaProcessing", "post_processor.type is RobertaProcessing");
    assertRefused(
        "\"unk_token\": \"[UNK]\"", "\"unk_token\": \"<unk>\"", "model.unk_token is <unk>");
    assertRefused(
        "\"added_tokens\": []",
        "\"added_tokens\": [{\"id\": 7, \"content\": \"<x>\", \"lstrip\": true}]",
        "added_tokens has <x> with lstrip");
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("none.json");
    assertThatThrownBy(() -> WordPieceTokenizer.read(missing))
        .isInstanceOf(UnsupportedTokenizerException.class)
        .hasMessageContaining("none.json can't be read");
  }

  private void assertRefused(String part, String replacement, String reason) {
    assertThatThrownBy(() -> read(CASED.replace(part, replacement)))
        .isInstanceOf(UnsupportedTokenizerException.class)
        .hasMessageContaining(reason);
  }

  private WordPieceTokenizer read(String json) throws IOException {
    return WordPieceTokenizer.read(Files.writeString(folder.resolve("tokenizer.json"), json));
  }
}
