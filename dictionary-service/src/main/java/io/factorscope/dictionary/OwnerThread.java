package io.factorscope.dictionary;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The pipeline of one owned partition on a thread of its own; tries again after an error until it
 * is let go.
 */
final class OwnerThread implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(OwnerThread.class);

  private final DictionaryPipeline pipeline;
  private final int partition;
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final Thread thread;

  OwnerThread(DictionaryPipeline pipeline, int partition) {
    this.pipeline = pipeline;
    this.partition = partition;
    this.thread = Thread.ofPlatform().name("owner-" + partition).start(this::run);
  }

  private void run() {
    try {
      while (cancelled.getCount() > 0) {
        try {
          pipeline.own(partition, () -> cancelled.getCount() == 0);
          return;
        } catch (RuntimeException | Error e) {
          pipeline.failed();
          LOG.errorf(e, "Owner of partition %d starts afresh", partition);
          boolean stopped = cancelled.await(2, TimeUnit.SECONDS);
          LOG.debugf("Woken %s", stopped ? "to stop" : "to try again");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws InterruptedException {
    cancelled.countDown();
    thread.join(TimeUnit.SECONDS.toMillis(5));
    thread.interrupt();
  }
}
