package io.factorscope.benchmarks.ladder;

import io.factorscope.embedder.windows.WindowCutter;
import io.factorscope.embedder.windows.WindowedText;
import io.factorscope.v1.Document;
import java.util.ArrayList;
import java.util.List;

/** Documents put together as the embedder puts them into its transactions: half a second each. */
final class Groups {

  private final List<List<Item>> groups = new ArrayList<>();
  private int next;

  /** A document and its windows. */
  record Item(Document document, WindowedText text) {}

  /**
   * Cuts documents into windows, and groups them.
   *
   * @param count of groups
   * @param tokens of a group, at most
   */
  Groups(Documents documents, WindowCutter cutter, int count, int tokens) {
    List<Item> open = new ArrayList<>();
    int held = 0;
    while (groups.size() < count) {
      Document document = documents.next();
      Item item = new Item(document, cutter.cut(document.getText()));
      if (!open.isEmpty() && held + item.text().tokens() > tokens) {
        groups.add(List.copyOf(open));
        open.clear();
        held = 0;
      }
      open.add(item);
      held += item.text().tokens();
    }
  }

  List<List<Item>> all() {
    return groups;
  }

  /** The next group; after the last, the first again. */
  List<Item> next() {
    return groups.get(next++ % groups.size());
  }

  static int tokens(List<Item> group) {
    return group.stream().mapToInt(item -> item.text().tokens()).sum();
  }

  static List<WindowedText> texts(List<Item> group) {
    return group.stream().map(Item::text).toList();
  }
}
