package io.factorscope.benchmarks.ladder;

import io.factorscope.embedder.windows.WindowCutter;
import io.factorscope.embedder.windows.WindowedText;
import java.util.List;
import java.util.stream.IntStream;

/** Texts to windows of word-pieces, on all cores. */
final class TokeniseStage implements Stage {

  private static final int TEXTS = 256;

  private final WindowCutter cutter;
  private final List<String> texts;

  TokeniseStage(WindowCutter cutter, Documents documents) {
    this.cutter = cutter;
    this.texts = IntStream.range(0, TEXTS).mapToObj(i -> documents.next().getText()).toList();
  }

  @Override
  public double work() {
    return texts.parallelStream().map(cutter::cut).mapToInt(TokeniseStage::idsTaken).sum();
  }

  /** Takes the ids of all windows, as the model does. */
  private static int idsTaken(WindowedText text) {
    return IntStream.range(0, text.windows()).map(window -> text.ids(window).length).sum();
  }
}
