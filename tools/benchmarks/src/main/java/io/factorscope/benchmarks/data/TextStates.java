package io.factorscope.benchmarks.data;

import io.factorscope.benchmarks.Encoder;
import io.factorscope.embedder.states.PackedStates;
import io.factorscope.v1.ElementType;
import io.factorscope.wire.Vectors;
import java.util.List;

/** The hidden states of texts as the stream has them. */
record TextStates(Encoder encoder) {

  /** The states of texts, token by token and, within a token, by layer. */
  Rows of(List<String> texts) {
    List<PackedStates> packed =
        texts.stream()
            .map(text -> Encoder.windows(List.of(encoder.cutter().cut(text))))
            .filter(windows -> !windows.isEmpty())
            .flatMap(windows -> encoder.run(windows).stream())
            .toList();
    int width = encoder.width();
    int perToken = encoder.selection().layers().size();
    int tokens = packed.stream().mapToInt(PackedStates::tokens).sum();
    float[] values = new float[Math.multiplyExact(tokens * perToken, width)];
    int at = 0;
    for (PackedStates window : packed) {
      float[] states = unpacked(window, window.tokens() * perToken, width);
      System.arraycopy(states, 0, values, at, states.length);
      at += states.length;
    }
    return new Rows(values, width);
  }

  private static float[] unpacked(PackedStates window, int rows, int width) {
    byte[] bytes = window.rows(0, window.tokens()).toByteArray();
    return Vectors.unpack(Vectors.message(bytes, rows, width, ElementType.FLOAT16));
  }
}
