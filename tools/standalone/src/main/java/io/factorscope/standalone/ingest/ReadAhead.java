package io.factorscope.standalone.ingest;

import io.factorscope.documents.Item;
import io.factorscope.documents.TextDocument;
import io.factorscope.standalone.corpus.Corpus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a corpus on a thread of its own, a little ahead of who takes from it: so one can tell that
 * nothing comes, where a read only waits.
 */
final class ReadAhead implements AutoCloseable {

  private static final int MAX_ITEMS = 64;
  private static final int MAX_CHARACTERS = 1 << 20;

  private final Corpus corpus;
  private final long limit;
  private final Queue<Item> read = new ArrayDeque<>();
  private long characters;
  private boolean ended;
  private @Nullable RuntimeException failure;

  private ReadAhead(Corpus corpus, long limit) {
    this.corpus = corpus;
    this.limit = limit;
  }

  /**
   * Starts reading.
   *
   * @param limit most documents
   */
  static ReadAhead start(Corpus corpus, long limit) {
    ReadAhead ahead = new ReadAhead(corpus, limit);
    // A daemon: a read of standard input can't be interrupted, and must not keep the process.
    Thread.ofPlatform().name("reading").daemon().start(ahead::run);
    return ahead;
  }

  /**
   * The next, or null if none comes in this time, or none any more.
   *
   * @throws RuntimeException what ended the reading, after all that was read
   */
  synchronized @Nullable Item poll(Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    long left = time.toNanos();
    while (read.isEmpty() && !ended && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
    Item item = read.poll();
    if (item == null && failure != null) {
      throw failure;
    }
    characters -= item == null ? 0 : size(item);
    notifyAll();
    return item;
  }

  /** Whether nothing comes any more. */
  synchronized boolean isEnded() {
    return ended && read.isEmpty();
  }

  /** Documents that were read and are not taken. */
  synchronized int waiting() {
    return (int) read.stream().filter(TextDocument.class::isInstance).count();
  }

  /** Ends the reading; what was read can still be taken. */
  @Override
  public synchronized void close() {
    ended = true;
    notifyAll();
  }

  private void run() {
    try (Stream<Item> items = corpus.open()) {
      Iterator<Item> next = items.iterator();
      long left = limit;
      while (left > 0 && next.hasNext()) {
        Item item = next.next();
        left -= item instanceof TextDocument ? 1 : 0;
        if (!put(item)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      fail(e);
    } catch (Error e) {
      // Too little memory must not look like the end of the corpus.
      fail(new IllegalStateException("reading has ended: " + e, e));
    } finally {
      close();
    }
  }

  /** Waits for room; false if nothing is wanted any more. */
  private synchronized boolean put(Item item) throws InterruptedException {
    while (!ended && (characters >= MAX_CHARACTERS || read.size() >= MAX_ITEMS)) {
      wait();
    }
    read.add(item);
    characters += size(item);
    notifyAll();
    return !ended;
  }

  private synchronized void fail(RuntimeException e) {
    failure = e;
  }

  private static int size(Item item) {
    return item instanceof TextDocument document ? document.text().length() : 0;
  }
}
