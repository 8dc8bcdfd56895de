package io.factorscope.onnx;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Lets runs in until it is closed; closing waits until all that are in have left. */
final class RunGate {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile boolean closed;
  private boolean emptied;

  /** Whether the caller is in, and must {@link #leave}; false once the gate is closed. */
  boolean enter() {
    if (closed) {
      return false;
    }
    lock.readLock().lock();
    if (closed) {
      lock.readLock().unlock();
      return false;
    }
    return true;
  }

  void leave() {
    lock.readLock().unlock();
  }

  /**
   * Refuses new runs at once, waits for those that are in, and then runs the action, once. When
   * several threads close at the same time, all return only after it is done.
   */
  void close(Runnable whenEmpty) {
    closed = true;
    lock.writeLock().lock();
    try {
      if (!emptied) {
        emptied = true;
        whenEmpty.run();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
