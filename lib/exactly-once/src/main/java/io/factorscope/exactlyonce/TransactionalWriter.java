package io.factorscope.exactlyonce;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes what many callers bring, each call's records in one transaction. Calls that arrive while a
 * transaction is under way share the next one, so that many small calls cost few transactions.
 */
public final class TransactionalWriter implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(TransactionalWriter.class);
  private static final int MAX_WAITING_CALLS = 1_024;
  private static final int MAX_CALLS_AT_ONCE = 256;

  private final Instance instance;
  private final String purpose;
  private final Timer transactions;
  private final BlockingQueue<Call> waiting = new ArrayBlockingQueue<>(MAX_WAITING_CALLS);
  private final Worker worker;
  private volatile boolean stopping;
  private volatile boolean ended;
  private @Nullable TransactionalProducer producer;

  public TransactionalWriter(Instance instance, String purpose, MeterRegistry meters) {
    this.instance = instance;
    this.purpose = purpose;
    this.transactions =
        Timer.builder("factorscope.writer.transaction")
            .description("Writing what callers brought")
            .tag("writer", purpose)
            .register(meters);
    String name = "writer-" + purpose;
    this.worker =
        new Worker(name, this::run, Worker.restarts(meters, name), Duration.ofSeconds(20));
    worker.start();
  }

  /**
   * Writes records in one transaction and waits until they are committed.
   *
   * @return where each record lies, in order
   * @throws KafkaException if they could not be written, then none of them was; worth another try
   *     later
   * @throws InterruptedException if interrupted; then they may or may not be written
   */
  public List<RecordPosition> commit(List<OutputRecord> records) throws InterruptedException {
    if (stopping) {
      throw stopping();
    }
    Call call = new Call(List.copyOf(records), new CompletableFuture<>());
    waiting.put(call);
    if (ended) {
      // The worker may have looked for the last time before the call was put.
      failWaiting();
    }
    try {
      return call.done.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
    }
  }

  /** Writes what waits and stops. */
  @Override
  public void close() {
    stopping = true;
    worker.close();
  }

  private void run(StopSignal signal) throws InterruptedException {
    try {
      while (!signal.isGiven() || !waiting.isEmpty()) {
        Call first = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          List<Call> calls = new ArrayList<>(List.of(first));
          waiting.drainTo(calls, MAX_CALLS_AT_ONCE - 1);
          transactions.record(() -> write(calls));
        }
      }
    } finally {
      ended = signal.isGiven();
      if (ended) {
        failWaiting();
      }
      forgetProducer();
    }
  }

  private void failWaiting() {
    List<Call> calls = new ArrayList<>();
    waiting.drainTo(calls);
    calls.forEach(call -> call.done.completeExceptionally(stopping()));
  }

  private static KafkaException stopping() {
    return new KafkaException("this service is stopping");
  }

  private void write(List<Call> calls) {
    try {
      List<OutputRecord> records = calls.stream().flatMap(call -> call.records.stream()).toList();
      Iterator<RecordPosition> positions = producer().commit(records).iterator();
      for (Call call : calls) {
        call.done.complete(call.records.stream().map(_ -> positions.next()).toList());
      }
    } catch (RuntimeException | Error e) {
      LOG.warnf(
          "Could not write to the broker at %s: %s", instance.bootstrapServers(), e.getMessage());
      try {
        forgetProducer();
      } finally {
        calls.forEach(call -> call.done.completeExceptionally(e));
      }
    }
  }

  private TransactionalProducer producer() {
    TransactionalProducer current = producer;
    if (current == null) {
      current = new TransactionalProducer(instance, instance.transactionalId(purpose));
      producer = current;
    }
    return current;
  }

  private void forgetProducer() {
    if (producer != null) {
      producer.close();
      producer = null;
    }
  }

  private record Call(List<OutputRecord> records, CompletableFuture<List<RecordPosition>> done) {}
}
