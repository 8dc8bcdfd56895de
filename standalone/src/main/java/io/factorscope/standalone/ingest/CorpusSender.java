package io.factorscope.standalone.ingest;

import io.factorscope.standalone.corpus.Corpus;
import io.factorscope.standalone.corpus.CorpusDocument;
import io.factorscope.standalone.machine.StopSignal;
import io.factorscope.standalone.machine.StoppedException;
import java.time.Duration;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Streams a corpus through the door on a thread of its own. */
public final class CorpusSender {

  private static final long STOP_MILLIS = 5_000;
  private static final Duration JOIN_POLL = Duration.ofMillis(50);

  private final Corpus corpus;
  private final long limit;
  private final Door door;
  private final StopSignal stop;
  private final Thread thread;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();
  private final AtomicLong sentAgain = new AtomicLong();
  private volatile String firstError = "";
  private volatile long begun;
  private volatile long completed;
  private volatile @Nullable RuntimeException failure;

  private CorpusSender(Corpus corpus, OptionalLong limit, Door door, StopSignal stop) {
    this.corpus = corpus;
    this.limit = limit.orElse(Long.MAX_VALUE);
    this.door = door;
    this.stop = stop;
    // A daemon: a read of standard input can't be interrupted, and must not keep the process.
    this.thread = Thread.ofPlatform().name("corpus").daemon().unstarted(this::run);
  }

  /**
   * Starts sending.
   *
   * @param limit most documents; empty for all
   */
  public static CorpusSender start(Corpus corpus, OptionalLong limit, Door door, StopSignal stop) {
    CorpusSender sender = new CorpusSender(corpus, limit, door, stop);
    sender.thread.start();
    return sender;
  }

  /** Documents that are committed. */
  public long sent() {
    return sent.get();
  }

  /** Documents that the door will never take. */
  public long rejected() {
    return rejected.get();
  }

  /** What was sent, for people. */
  public String report() {
    String report = String.format("%,d documents of %s", sent(), corpus.description());
    if (rejected() > 0) {
      report += String.format("; %,d were rejected, the first: %s", rejected(), firstError);
    }
    if (sentAgain.get() > 0) {
      report +=
          String.format(
              "; %,d had no answer and were sent again: they may be there twice, as revisions",
              sentAgain.get());
    }
    return report;
  }

  /**
   * Whether all documents were sent.
   *
   * @throws RuntimeException what ended the sending, if something did
   */
  public boolean isComplete() {
    RuntimeException failed = failure;
    if (failed != null) {
      throw failed;
    }
    return completed > 0;
  }

  /** When the first batch was sent, in milliseconds since 1970; 0 if none was. */
  public long begun() {
    return begun;
  }

  /** When the last batch was committed, in milliseconds since 1970; 0 if it was not yet. */
  public long completed() {
    return completed;
  }

  /** Stops sending, after the request under way if it takes no longer than 5 s. */
  public void stop() {
    stop.give();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the end of the sending, or for the signal. */
  public void join(StopSignal signal) {
    while (thread.isAlive()) {
      if (signal.await(JOIN_POLL)) {
        return;
      }
    }
  }

  private void run() {
    try (Stream<CorpusDocument> documents = corpus.open().limit(limit)) {
      sendAll(documents.iterator());
      completed = stop.isGiven() ? 0 : System.currentTimeMillis();
    } catch (StoppedException e) {
      completed = 0;
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void sendAll(Iterator<CorpusDocument> documents) {
    Batch batch = new Batch();
    while (documents.hasNext() && !stop.isGiven()) {
      batch.add(documents.next());
      if (batch.isFull() || !documents.hasNext()) {
        send(batch);
        batch = new Batch();
      }
    }
  }

  private void send(Batch batch) {
    begun = begun == 0 ? System.currentTimeMillis() : begun;
    Door.Outcome outcome = door.send(batch);
    sent.addAndGet(outcome.accepted());
    rejected.addAndGet(outcome.rejected());
    sentAgain.addAndGet(outcome.sentAgain());
    firstError = firstError.isEmpty() ? outcome.firstError() : firstError;
  }
}
