package io.factorscope.embedder.api;

import io.factorscope.v1.Window;
import java.util.List;

/**
 * The tokens of one input of an Embed call, as windows.
 *
 * @param windows as they travel
 */
record EmbedSource(List<Window> windows) {

  int tokens() {
    return windows.stream().mapToInt(Window::getTokenIdsCount).sum();
  }
}
