package io.factorscope.embedder.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lets Hugging Face's own library say what its BertNormalizer makes of a text: behind it stands a
 * model that knows no word and therefore spells out the bytes of the normalised text, one a token.
 */
final class OracleNormalizer implements AutoCloseable {

  private static final String FILE =
      """
      {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
       "normalizer": {"type": "BertNormalizer", "clean_text": %s, "handle_chinese_chars": %s,
                      "strip_accents": %s, "lowercase": %s},
       "pre_tokenizer": %s, "post_processor": null, "decoder": null,
       "model": {"type": "BPE", "dropout": null, "unk_token": null, "byte_fallback": true,
                 "continuing_subword_prefix": null, "end_of_word_suffix": null, "fuse_unk": false,
                 "vocab": {%s}, "merges": []}}
      """;

  private static final String BYTES =
      IntStream.range(0, 256)
          .mapToObj("\"<0x%1$02X>\": %1$d"::formatted)
          .collect(Collectors.joining(", "));

  private final HuggingFaceTokenizer tokenizer;

  /**
   * @param words whether BERT's splitting into words follows; then white space is not spelled out
   */
  OracleNormalizer(BertNormalization options, boolean words) throws IOException {
    String file =
        FILE.formatted(
            options.cleanText(),
            options.handleChineseChars(),
            options.stripAccents(),
            options.lowercase(),
            words ? "{\"type\": \"BertPreTokenizer\"}" : "null",
            BYTES);
    tokenizer =
        HuggingFaceTokenizer.newInstance(
            new ByteArrayInputStream(file.getBytes(UTF_8)), Oracle.OPTIONS);
  }

  /** The normalised text. */
  String apply(String text) {
    return spelled(tokenizer.encode(text, false, false));
  }

  /** How many words a text has. */
  int words(String text) {
    long[] words = tokenizer.encode(text, false, false).getWordIds();
    return words.length == 0 ? 0 : (int) words[words.length - 1] + 1;
  }

  private static String spelled(Encoding encoding) {
    long[] ids = encoding.getIds();
    byte[] bytes = new byte[ids.length];
    for (int i = 0; i < ids.length; i++) {
      bytes[i] = (byte) ids[i];
    }
    return new String(bytes, UTF_8);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
