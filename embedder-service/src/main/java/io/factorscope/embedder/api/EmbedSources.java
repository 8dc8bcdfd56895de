package io.factorscope.embedder.api;

import io.factorscope.edge.calls.InvalidRequestException;
import io.factorscope.embedder.windows.DocumentParts;
import io.factorscope.embedder.windows.WindowCutter;
import io.factorscope.embedder.windows.WindowedText;
import io.factorscope.v1.EmbedInput;
import io.factorscope.v1.TokenIds;
import io.factorscope.v1.Window;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads inputs of Embed calls.
 *
 * @param maxTokens of one window that comes as token ids
 */
record EmbedSources(WindowCutter cutter, int maxTokens) {

  /**
   * An input as windows: a text as the stream cuts it, token ids as the one window that they are.
   *
   * @param index of the input, for messages
   * @throws InvalidRequestException if it breaks a rule
   */
  EmbedSource read(int index, EmbedInput input) {
    return switch (input.getInputCase()) {
      case TEXT -> text(index, input.getText());
      case TOKENS -> tokens(index, input.getTokens());
      case INPUT_NOT_SET ->
          throw new InvalidRequestException(
              "inputs[%d]: is empty, must have text or tokens".formatted(index));
    };
  }

  private EmbedSource text(int index, String text) {
    if (text.length() > DocumentParts.MAX_RECORD_BYTES) {
      throw new InvalidRequestException(
          "inputs[%d].text: has %d characters, must have at most %d"
              .formatted(index, text.length(), DocumentParts.MAX_RECORD_BYTES));
    }
    WindowedText windowed = cutter.cut(text);
    return new EmbedSource(
        IntStream.range(0, windowed.windows()).mapToObj(windowed::message).toList());
  }

  private EmbedSource tokens(int index, TokenIds tokens) {
    if (tokens.getIdsCount() > maxTokens) {
      throw new InvalidRequestException(
          "inputs[%d].tokens: has %d ids, must have at most %d"
              .formatted(index, tokens.getIdsCount(), maxTokens));
    }
    if (tokens.getIdsCount() == 0) {
      return new EmbedSource(List.of());
    }
    Window.Builder window = Window.newBuilder();
    for (int id : tokens.getIdsList()) {
      checkId(index, id);
      window.addTokenIds(id).addPieces(cutter.tokenizer().piece(id));
    }
    return new EmbedSource(List.of(window.build()));
  }

  private void checkId(int index, int id) {
    int size = cutter.tokenizer().vocabularySize();
    if (id < 0 || id >= size) {
      throw new InvalidRequestException(
          "inputs[%d].tokens: has id %s, must be under %d"
              .formatted(index, Integer.toUnsignedString(id), size));
    }
  }
}
