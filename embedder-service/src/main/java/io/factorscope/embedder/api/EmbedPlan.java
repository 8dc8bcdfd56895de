package io.factorscope.embedder.api;

import io.factorscope.embedder.states.Selection;
import io.factorscope.embedder.states.WindowRequest;
import io.factorscope.v1.Window;
import java.util.List;

/**
 * What an Embed call has to do, checked.
 *
 * @param inputs windows in all of each input
 * @param windows those of which states are wanted, input after input
 */
record EmbedPlan(Selection selection, List<Integer> inputs, List<Item> windows) {

  /**
   * A window to be run.
   *
   * @param input index of its input
   * @param request ids with masked ones replaced, and the positions wanted, both of the window
   */
  record Item(int input, Window window, WindowRequest request) {}
}
