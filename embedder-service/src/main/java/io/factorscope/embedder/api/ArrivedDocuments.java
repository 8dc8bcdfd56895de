package io.factorscope.embedder.api;

import io.factorscope.v1.IngestRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Documents that have come and wait, of one call. Bounded: the next is asked for only while those
 * that wait are small together.
 */
final class ArrivedDocuments {

  private static final int MAX_CHARACTERS = 2 << 20;
  private static final int MAX_DOCUMENTS = 500;

  /** The sender is done. */
  private static final IngestRequest END = IngestRequest.newBuilder().setId("end").build();

  private final BlockingQueue<IngestRequest> queue = new LinkedBlockingQueue<>();
  private final Runnable askForNext;
  private long characters; // that wait
  private boolean owed; // the next is still to be asked for

  /**
   * @param askForNext asks the sender for one more document; safe to be called by any thread
   */
  ArrivedDocuments(Runnable askForNext) {
    this.askForNext = askForNext;
    askForNext.run();
  }

  /** A document came. */
  void add(IngestRequest request) {
    queue.add(request);
    boolean more;
    synchronized (this) {
      characters += request.getText().length();
      more = characters < MAX_CHARACTERS && queue.size() < MAX_DOCUMENTS;
      owed = !more;
    }
    if (more) {
      askForNext.run();
    }
  }

  void end() {
    queue.add(END);
  }

  /** All that waits, at least one; nothing at the end. */
  List<IngestRequest> nextGroup() throws InterruptedException {
    List<IngestRequest> group = new ArrayList<>();
    @Nullable IngestRequest next = queue.take();
    while (next != null && next != END) {
      group.add(next);
      next = queue.poll();
    }
    if (next == END && !group.isEmpty()) {
      queue.add(END);
    }
    taken(group);
    return group;
  }

  private void taken(List<IngestRequest> group) {
    boolean ask;
    synchronized (this) {
      group.forEach(request -> characters -= request.getText().length());
      ask = owed;
      owed = false;
    }
    if (ask) {
      askForNext.run();
    }
  }
}
