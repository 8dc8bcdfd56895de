package io.factorscope.embedder.states;

import java.util.Arrays;
import java.util.List;

/**
 * Runs the model over the windows of any number of documents, in batches of like length.
 *
 * @param batchTokens maximum tokens of one run, padding included
 */
public record StateRuns(SharedModel model, int batchTokens) {

  /** The states of every window, in the order of the requests. */
  public List<PackedStates> run(List<WindowRequest> requests, Selection selection, ModelUser user)
      throws InterruptedException {
    int[] lengths = requests.stream().mapToInt(model::framedLength).toArray();
    PackedStates[] states = new PackedStates[requests.size()];
    for (int[] batch : LengthBatches.of(lengths, batchTokens)) {
      List<WindowRequest> texts = Arrays.stream(batch).mapToObj(requests::get).toList();
      List<PackedStates> results = model.run(texts, selection, user);
      for (int i = 0; i < batch.length; i++) {
        states[batch[i]] = results.get(i);
      }
    }
    return List.of(states);
  }
}
