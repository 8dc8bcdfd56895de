package io.factorscope.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A model's folder: model.onnx and tokenizer.json, and by choice Hugging Face's config.json. */
public final class ModelFolder {
  public static final String MODEL = "model.onnx";
  static final String TOKENIZER = "tokenizer.json";
  static final List<String> FILES = List.of(MODEL, TOKENIZER);

  private static final Pattern MAX_POSITIONS =
      Pattern.compile("\"(?:max_position_embeddings|n_positions)\"\\s*:\\s*(\\d{1,9})");

  /** BERT's; for models without a table of positions this is no limit of theirs, only a guard. */
  private static final int USUAL_MAX_POSITIONS = 512;

  private ModelFolder() {}

  /**
   * The folder, if it has what a model needs.
   *
   * @throws ModelException naming what is missing
   */
  public static Path check(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ModelException(
          "There is no folder %s. Give a folder with %s.".formatted(folder, FILES));
    }
    for (String name : FILES) {
      if (!Files.isRegularFile(folder.resolve(name))) {
        throw new ModelException(
            "%s is missing. A model's folder has %s.".formatted(folder.resolve(name), FILES));
      }
    }
    return folder;
  }

  static boolean isComplete(Path folder) {
    return FILES.stream().map(folder::resolve).allMatch(Files::isRegularFile);
  }

  /** The longest input by config.json, or BERT's 512. */
  public static int maxPositions(Path folder) {
    Path config = folder.resolve("config.json");
    if (!Files.isRegularFile(config)) {
      return USUAL_MAX_POSITIONS;
    }
    try {
      Matcher matcher = MAX_POSITIONS.matcher(Files.readString(config));
      return matcher.find() ? Integer.parseInt(matcher.group(1)) : USUAL_MAX_POSITIONS;
    } catch (IOException e) {
      throw new ModelException("%s can't be read: %s".formatted(config, e), e);
    }
  }
}
