package io.factorscope.embedder.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Hugging Face tokenizer.json, as far as BERT's kind goes. */
final class TokenizerFile {

  private final Path file;
  private final JsonNode root;

  private TokenizerFile(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  static TokenizerFile read(Path file) {
    try {
      return new TokenizerFile(file, new ObjectMapper().readTree(file.toFile()));
    } catch (IOException e) {
      throw new UnsupportedTokenizerException(file + " can't be read: " + e.getMessage());
    }
  }

  WordPieceTokenizer tokenizer() {
    requireType("model", "WordPiece");
    requireType("pre_tokenizer", "BertPreTokenizer");
    Map<String, Integer> added = addedTokens();
    Map<String, Integer> ids = vocabulary();
    ids.putAll(added);
    Vocabulary vocabulary = new Vocabulary(ids);
    return new WordPieceTokenizer(
        vocabulary, added, normalization(), wordPieces(), special(vocabulary));
  }

  private Map<String, Integer> vocabulary() {
    JsonNode entries = root.path("model").path("vocab");
    if (entries.isEmpty()) {
      throw refuse("model.vocab", "is missing or empty");
    }
    Map<String, Integer> ids = HashMap.newHashMap(entries.size());
    entries.properties().forEach(entry -> ids.put(entry.getKey(), entry.getValue().asInt()));
    return ids;
  }

  private WordPieces wordPieces() {
    JsonNode model = root.path("model");
    String unknown = model.path("unk_token").asText("[UNK]");
    Integer id = vocabulary().get(unknown);
    if (id == null) {
      throw refuse("model.unk_token", "is " + unknown + ", which model.vocab does not have");
    }
    return new WordPieces(
        vocabulary(),
        model.path("continuing_subword_prefix").asText("##"),
        id,
        model.path("max_input_chars_per_word").asInt(100));
  }

  private BertNormalization normalization() {
    requireType("normalizer", "BertNormalizer");
    JsonNode options = root.path("normalizer");
    boolean lowercase = options.path("lowercase").asBoolean(true);
    JsonNode strip = options.path("strip_accents");
    return new BertNormalization(
        options.path("clean_text").asBoolean(true),
        options.path("handle_chinese_chars").asBoolean(true),
        // Unset means: as lowercase.
        strip.isBoolean() ? strip.asBoolean() : lowercase,
        lowercase);
  }

  private Map<String, Integer> addedTokens() {
    Map<String, Integer> added = new HashMap<>();
    for (JsonNode token : root.path("added_tokens")) {
      String content = token.path("content").asText();
      for (String option : List.of("single_word", "lstrip", "rstrip", "normalized")) {
        if (token.path(option).asBoolean(false)) {
          throw refuse("added_tokens", "has " + content + " with " + option + ", unsupported");
        }
      }
      if (content.isEmpty()) {
        throw refuse("added_tokens", "has a token without content");
      }
      added.put(content, token.path("id").asInt());
    }
    return added;
  }

  private SpecialTokens special(Vocabulary vocabulary) {
    Map<String, Integer> ids = vocabulary.ids();
    int unknown = id(ids, root.path("model").path("unk_token").asText("[UNK]"));
    JsonNode processor = root.path("post_processor");
    return new SpecialTokens(frame(processor), unknown, id(ids, "[PAD]"), id(ids, "[MASK]"));
  }

  /** The id of a token; any id if the vocabulary lacks it, as it is never used then. */
  private static int id(Map<String, Integer> ids, String token) {
    return ids.getOrDefault(token, 0);
  }

  private SpecialTokens.Frame frame(JsonNode processor) {
    if (processor.isMissingNode() || processor.isNull()) {
      return SpecialTokens.Frame.NONE;
    }
    return switch (processor.path("type").asText()) {
      case "TemplateProcessing" -> template(processor);
      case "BertProcessing" ->
          new SpecialTokens.Frame(
              List.of(processor.path("cls").path(1).asInt()),
              List.of(processor.path("sep").path(1).asInt()));
      default ->
          throw refuse(
              "post_processor.type",
              "is " + processor.path("type").asText() + ", must be TemplateProcessing");
    };
  }

  private SpecialTokens.Frame template(JsonNode processor) {
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    List<Integer> side = before;
    for (JsonNode part : processor.path("single")) {
      if (part.has("Sequence")) {
        side = after;
      } else {
        String token = part.path("SpecialToken").path("id").asText();
        for (JsonNode id : processor.path("special_tokens").path(token).path("ids")) {
          side.add(id.asInt());
        }
      }
    }
    return new SpecialTokens.Frame(before, after);
  }

  private void requireType(String part, String type) {
    String actual = root.path(part).path("type").asText("absent");
    // Older files do not name the model's type; only WordPiece has this option.
    boolean unnamed = part.equals("model") && root.path(part).has("max_input_chars_per_word");
    if (!actual.equals(type) && !(actual.equals("absent") && unnamed)) {
      throw refuse(part + ".type", "is " + actual + ", must be " + type);
    }
  }

  private UnsupportedTokenizerException refuse(String field, String reason) {
    return new UnsupportedTokenizerException(
        "%s: %s %s. Only BERT's WordPiece tokenizers are supported."
            .formatted(file, field, reason));
  }
}
