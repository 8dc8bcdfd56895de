package io.factorscope.standalone.ingest;

import io.factorscope.documents.Item;
import io.factorscope.documents.Refusal;
import io.factorscope.documents.TextDocument;
import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.local.StoppedException;
import io.factorscope.standalone.corpus.Corpus;
import io.factorscope.standalone.corpus.CorpusException;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Streams a corpus to the API on a thread of its own. What was read is sent when it is enough for a
 * batch, when half a second has passed, or when it is told to stop.
 */
public final class CorpusSender {

  private static final long STOP_MILLIS = 5_000;
  private static final Duration POLL = Duration.ofMillis(50);

  private final Corpus corpus;
  private final long limit;
  private final boolean strict;
  private final IngestClient client;
  private final StopSignal stop;
  private final Thread thread;
  private final SendCounts counts = new SendCounts();
  private volatile long unread;
  private volatile long begun;
  private volatile long completed;
  private volatile @Nullable RuntimeException failure;

  private CorpusSender(
      Corpus corpus, OptionalLong limit, boolean strict, IngestClient client, StopSignal stop) {
    this.corpus = corpus;
    this.limit = limit.orElse(Long.MAX_VALUE);
    this.strict = strict;
    this.client = client;
    this.stop = stop;
    this.thread = Thread.ofPlatform().name("corpus").daemon().unstarted(this::run);
  }

  /**
   * Starts sending; what is refused is counted, and does not stop it.
   *
   * @param limit most documents; empty for all
   */
  public static CorpusSender start(
      Corpus corpus, OptionalLong limit, IngestClient client, StopSignal stop) {
    return started(new CorpusSender(corpus, limit, false, client, stop));
  }

  /** Starts sending, and stops at the first line or file that is refused. */
  public static CorpusSender startStrict(Corpus corpus, IngestClient client, StopSignal stop) {
    return started(new CorpusSender(corpus, OptionalLong.empty(), true, client, stop));
  }

  private static CorpusSender started(CorpusSender sender) {
    sender.thread.start();
    return sender;
  }

  /** Documents that are committed. */
  public long sent() {
    return counts.sent();
  }

  /** Lines and files that became no document. */
  public long refused() {
    return counts.refused();
  }

  /** Characters that were no Unicode, and were sent as U+FFFD. */
  public long replaced() {
    return counts.replaced();
  }

  /** Whether all was read and nothing was there. */
  public boolean isEmpty() {
    return completed > 0 && limit > 0 && sent() == 0 && refused() == 0;
  }

  /** What was sent, for people. */
  public String report() {
    String report = String.format("%,d documents of %s", sent(), corpus.description());
    if (isEmpty()) {
      report += "; there is none: blank lines, and files that are blank or hidden, are left out";
    }
    report += counts.notes();
    if (!thread.isAlive() && unsent() > 0) {
      report += String.format("; %,d that were read were not sent", unsent());
    }
    return report;
  }

  /**
   * Whether all documents were sent.
   *
   * @throws RuntimeException what ended the sending, if something did; its message says how far it
   *     came
   */
  public boolean isComplete() {
    requireNoFailure();
    return completed > 0;
  }

  /**
   * Goes on only if nothing has ended the sending.
   *
   * @throws RuntimeException as {@link #isComplete}
   */
  public void requireNoFailure() {
    RuntimeException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  /** When the first batch was sent, in milliseconds since 1970; 0 if none was. */
  public long begun() {
    return begun;
  }

  /** When the last batch was committed, in milliseconds since 1970; 0 if it was not yet. */
  public long completed() {
    return completed;
  }

  /** Stops reading, and waits for what was read to be sent if that takes no longer than 5 s. */
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
      if (signal.await(POLL)) {
        return;
      }
    }
  }

  private long unsent() {
    return unread + counts.unanswered();
  }

  private void run() {
    try (ReadAhead items = ReadAhead.start(corpus, limit)) {
      sendFrom(items);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IngestException | CorpusException e) {
      failure =
          new IngestException(
              "%s; %,d documents of %s were committed before%s"
                  .formatted(e.getMessage(), sent(), corpus.description(), counts.notes()),
              e);
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void sendFrom(ReadAhead items) throws InterruptedException {
    try {
      boolean all = sendAll(items);
      completed = all && !stop.isGiven() ? System.currentTimeMillis() : 0;
    } catch (StoppedException e) {
      unread = items.waiting();
    }
  }

  /** Whether it came to the end. */
  private boolean sendAll(ReadAhead items) throws InterruptedException {
    Batch batch = new Batch();
    while (true) {
      if (stop.isGiven()) {
        items.close();
      }
      Item item = items.poll(POLL);
      take(item, batch);
      boolean ended = item == null && items.isEnded();
      boolean refused = strict && refused() > 0;
      if (batch.isFull() || batch.isDue() || ended || refused) {
        send(batch);
        batch = new Batch();
      }
      if (ended || refused) {
        return ended;
      }
    }
  }

  private void take(@Nullable Item item, Batch batch) {
    switch (item) {
      case TextDocument document -> {
        counts.read(document);
        batch.add(document);
      }
      case Refusal refusal -> counts.refused(refusal.message());
      case null -> {
        // Nothing came in this time.
      }
    }
  }

  private void send(Batch batch) {
    if (batch.documents() > 0) {
      begun = begun == 0 ? System.currentTimeMillis() : begun;
      client.send(batch, counts::answered);
    }
  }
}
