package io.factorscope.dictionary.owner;

import io.factorscope.dictionary.first.FirstVersionSettings;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.versions.VersionBook;
import io.factorscope.versions.VersionTail;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** An owner of partition 0, on a thread of its own. */
final class RunningOwner implements AutoCloseable {

  private final VersionBook book = new VersionBook();
  private final VersionTail tail;
  private final VersionLog log;
  private final CompletableFuture<Void> ended;
  private volatile boolean closed;

  RunningOwner(
      Instance instance,
      TopicSpecs topics,
      List<FirstVersionSettings> dictionaries,
      MeterRegistry meters,
      BooleanSupplier cancelled)
      throws InterruptedException {
    this.tail = new VersionTail(instance, topics.dictionaryVersions().name(), book, meters);
    tail.start();
    this.log = VersionLog.takeOver(instance, topics, 0, tail);
    OwnerMetrics metrics = new OwnerMetrics(meters, List.of());
    this.ended =
        CompletableFuture.runAsync(
            () -> {
              try (PartitionOwner owner =
                  new PartitionOwner(instance, topics, OwnerSettings.DEFAULT, book, log, metrics)) {
                owner.run(dictionaries, () -> closed || cancelled.getAsBoolean());
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  VersionBook book() {
    return book;
  }

  /** Its book holds no more than it does now. */
  void stopTail() {
    tail.close();
  }

  CompletableFuture<Void> ended() {
    return ended;
  }

  @Override
  public void close() {
    closed = true;
    ended.exceptionally(error -> null).join();
    tail.close();
    log.close();
  }
}
