package io.factorscope.embedder.states;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One at a time. When both users wait they alternate; among callers, first come, first served. So
 * the stream keeps at least every second run however many callers there are, and a caller waits for
 * the callers before it and as many runs of the stream.
 */
final class Turns {

  private final Map<ModelUser, Queue<CountDownLatch>> waiting = new EnumMap<>(ModelUser.class);
  private @Nullable ModelUser present;

  Turns() {
    for (ModelUser user : ModelUser.values()) {
      waiting.put(user, new ArrayDeque<>());
    }
  }

  /**
   * Waits for this user's turn, which lasts until {@link #end}.
   *
   * @throws InterruptedException if the thread is or was interrupted: its call is over
   */
  void begin(ModelUser user) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("the call was over before its turn came");
    }
    CountDownLatch turn = new CountDownLatch(1);
    synchronized (this) {
      if (present == null) {
        present = user;
        return;
      }
      queue(user).add(turn);
    }
    try {
      turn.await();
    } catch (InterruptedException e) {
      giveUp(user, turn);
      throw e;
    }
  }

  /** Hands the turn on. */
  synchronized void end() {
    for (ModelUser user : inOrder(present)) {
      CountDownLatch next = queue(user).poll();
      if (next != null) {
        present = user;
        next.countDown();
        return;
      }
    }
    present = null;
  }

  private synchronized void giveUp(ModelUser user, CountDownLatch turn) {
    // The turn may have come in this very moment: then it is handed on.
    if (!queue(user).remove(turn)) {
      end();
    }
  }

  private Queue<CountDownLatch> queue(ModelUser user) {
    return waiting.computeIfAbsent(user, _ -> new ArrayDeque<>());
  }

  private static ModelUser[] inOrder(@Nullable ModelUser last) {
    return last == ModelUser.STREAM
        ? new ModelUser[] {ModelUser.CALL, ModelUser.STREAM}
        : new ModelUser[] {ModelUser.STREAM, ModelUser.CALL};
  }
}
