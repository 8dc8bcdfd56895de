package io.factorscope.embedder.stream;

import io.factorscope.embedder.states.HiddenStateMessages;
import io.factorscope.embedder.states.Selection;
import io.factorscope.embedder.states.StateRuns;
import io.factorscope.embedder.windows.WindowCutter;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.Model;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;

/**
 * What the stream needs of the model.
 *
 * @param layers to be published, ascending
 */
public record StreamSetup(StateRuns runs, WindowCutter cutter, Model model, List<Integer> layers) {

  /**
   * The work of the step.
   *
   * @param longestWork of one transaction
   * @param tokensPerSecond first guess of the model's speed
   */
  public EmbedderPipeline pipeline(
      TopicNames topics, Duration longestWork, double tokensPerSecond, MeterRegistry meters) {
    Selection selection = new Selection(layers, ElementType.FLOAT16);
    Answers answers =
        new Answers(
            new HiddenStateMessages(model, selection),
            topics.texts(),
            topics.hiddenStates(model.getId()),
            new StreamMetrics(meters));
    return new EmbedderPipeline(
        new Inbox(cutter), new Pace(longestWork, tokensPerSecond), runs, selection, answers);
  }
}
