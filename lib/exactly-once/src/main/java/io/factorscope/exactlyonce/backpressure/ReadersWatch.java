package io.factorscope.exactlyonce.backpressure;

import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.exactlyonce.Worker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;

/** Looks again and again at how far the readers of a topic have come, on a thread of its own. */
public final class ReadersWatch implements AutoCloseable {

  private final Instance instance;
  private final Readers readers;
  private final Duration every;
  private final Look look;
  private final Worker worker;

  /** What is done each time. */
  @FunctionalInterface
  public interface Look {

    /** Looks. A broker that is away is no error: it is asked again the next time. */
    void look(Admin admin) throws InterruptedException;
  }

  /**
   * Does not start yet.
   *
   * @param name of the thread, and in the log
   * @param readers closed with this
   * @param every pause between two looks, and before the first
   */
  public ReadersWatch(
      String name,
      Instance instance,
      Readers readers,
      Duration every,
      Look look,
      MeterRegistry meters) {
    this.instance = instance;
    this.readers = readers;
    this.every = every;
    this.look = look;
    this.worker = new Worker(name, this::watch, Worker.restarts(meters, name), Duration.ZERO);
  }

  public void start() {
    worker.start();
  }

  @Override
  public void close() {
    worker.close();
  }

  private void watch(StopSignal stopping) throws InterruptedException {
    Admin admin = Admin.create(Clients.admin(instance));
    try {
      while (!stopping.pause(every)) {
        look.look(admin);
      }
    } finally {
      // Not in order: that would wait for the answers of a broker that is away.
      admin.close(Duration.ZERO);
      if (stopping.isGiven()) {
        readers.close();
      }
    }
  }
}
