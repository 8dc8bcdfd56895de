package io.factorscope.benchmarks.ladder;

import io.factorscope.benchmarks.Encoder;
import io.factorscope.embedder.states.PackedStates;
import io.factorscope.embedder.states.WindowRequest;
import java.util.List;

/** Windows to hidden states of all chosen layers, rounded and packed. */
final class EmbedStage implements Stage {

  private final Encoder encoder;
  private final Groups groups;

  EmbedStage(Encoder encoder, Groups groups) {
    this.encoder = encoder;
    this.groups = groups;
  }

  @Override
  public double work() {
    List<WindowRequest> windows = Encoder.windows(Groups.texts(groups.next()));
    return encoder.run(windows).stream().mapToInt(PackedStates::tokens).sum();
  }
}
