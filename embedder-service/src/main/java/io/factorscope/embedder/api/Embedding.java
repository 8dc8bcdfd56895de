package io.factorscope.embedder.api;

import io.factorscope.edge.calls.ResponseConsumer;
import io.factorscope.edge.calls.RetryLaterException;
import io.factorscope.embedder.states.ModelUser;
import io.factorscope.embedder.states.PackedStates;
import io.factorscope.embedder.states.Selection;
import io.factorscope.embedder.states.StateRuns;
import io.factorscope.embedder.states.WindowRequest;
import io.factorscope.embedder.windows.WindowCutter;
import io.factorscope.onnx.ModelClosedException;
import io.factorscope.v1.EmbedRequest;
import io.factorscope.v1.EmbedResponse;
import io.factorscope.v1.Model;
import java.util.ArrayList;
import java.util.List;

/** Hidden states on demand. Thread-safe. */
public final class Embedding {

  /** Batches that are run before answers are sent: enough to sort windows by length. */
  private static final int BATCHES_AHEAD = 2;

  private final StateRuns runs;
  private final EmbedPlanner planner;
  private final EmbedResponses responses;

  /**
   * @param streamLayers what is meant when no layers are named
   */
  public Embedding(
      StateRuns runs,
      WindowCutter cutter,
      Model model,
      List<Integer> streamLayers,
      EmbedLimits limits) {
    this.runs = runs;
    this.planner =
        new EmbedPlanner(
            model,
            streamLayers,
            new EmbedSources(cutter, runs.model().maxTokens()),
            limits,
            cutter.tokenizer().special().unknown());
    this.responses = new EmbedResponses(model);
  }

  /**
   * Answers a request, window after window, in order.
   *
   * @throws io.factorscope.edge.calls.InvalidRequestException if it breaks a rule; then nothing was
   *     sent
   * @throws RetryLaterException if the model is closed
   * @throws InterruptedException if the call is over
   */
  void embed(EmbedRequest request, ResponseConsumer<EmbedResponse> out)
      throws InterruptedException {
    EmbedPlan plan = planner.plan(request);
    int answered = 0;
    int from = 0;
    while (from < plan.windows().size()) {
      List<EmbedPlan.Item> chunk = chunk(plan.windows(), from);
      answered = answer(plan, chunk, answered, out);
      from += chunk.size();
    }
    answerEmpty(plan, answered, plan.inputs().size(), out);
  }

  /**
   * Answers some windows, and the inputs without tokens before them.
   *
   * @param answered inputs that were begun so far
   * @return inputs that are begun now
   */
  private int answer(
      EmbedPlan plan, List<EmbedPlan.Item> chunk, int answered, ResponseConsumer<EmbedResponse> out)
      throws InterruptedException {
    Selection selection = plan.selection();
    List<WindowRequest> requests = chunk.stream().map(EmbedPlan.Item::request).toList();
    List<PackedStates> states = run(requests, selection);
    int begun = answered;
    for (int i = 0; i < chunk.size(); i++) {
      EmbedPlan.Item item = chunk.get(i);
      answerEmpty(plan, begun, item.input(), out);
      begun = item.input() + 1;
      int windows = plan.inputs().get(item.input());
      for (EmbedResponse response : responses.of(item, windows, states.get(i), selection)) {
        out.send(response);
      }
    }
    return begun;
  }

  private List<PackedStates> run(List<WindowRequest> requests, Selection selection)
      throws InterruptedException {
    try {
      return runs.run(requests, selection, ModelUser.CALL);
    } catch (ModelClosedException e) {
      throw new RetryLaterException(RetryLaterException.Kind.AWAY, e.getMessage());
    }
  }

  private void answerEmpty(EmbedPlan plan, int first, int end, ResponseConsumer<EmbedResponse> out)
      throws InterruptedException {
    for (int input = first; input < end; input++) {
      out.send(responses.withoutTokens(input, plan.selection()));
    }
  }

  private List<EmbedPlan.Item> chunk(List<EmbedPlan.Item> items, int from) {
    List<EmbedPlan.Item> chunk = new ArrayList<>();
    int tokens = 0;
    for (EmbedPlan.Item item : items.subList(from, items.size())) {
      tokens += item.request().ids().length;
      if (!chunk.isEmpty() && tokens > BATCHES_AHEAD * runs.batchTokens()) {
        break;
      }
      chunk.add(item);
    }
    return chunk;
  }
}
