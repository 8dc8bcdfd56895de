package io.factorscope.exactlyonce;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The door to a topic: writes what callers bring, each call's records in one transaction. Calls
 * that arrive while a transaction is under way share the next one, so that many small calls cost
 * few transactions.
 */
public final class TransactionalWriter implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(TransactionalWriter.class);
  private static final int MOST_WAITING_CALLS = 1_024;
  private static final int MOST_CALLS_AT_ONCE = 256;

  private final Instance instance;
  private final String purpose;
  private final Timer transactions;
  private final BlockingQueue<Call> waiting = new ArrayBlockingQueue<>(MOST_WAITING_CALLS);
  private final Thread thread;
  private volatile boolean stopping;
  private volatile boolean ended;
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  public TransactionalWriter(Instance instance, String purpose, MeterRegistry meters) {
    this.instance = instance;
    this.purpose = purpose;
    this.transactions =
        Timer.builder("factorscope.door.transaction")
            .description("Writing what callers brought")
            .tag("door", purpose)
            .register(meters);
    this.thread = Thread.ofPlatform().name("writer-" + purpose).start(this::run);
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
      // The thread may have looked for the last time before the call was put.
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
    try {
      thread.join(TimeUnit.SECONDS.toMillis(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Call> calls = new ArrayList<>();
    while (!stopping || !waiting.isEmpty()) {
      try {
        Call first = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          calls.add(first);
          waiting.drainTo(calls, MOST_CALLS_AT_ONCE - 1);
          transactions.record(() -> write(calls));
          calls.clear();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    ended = true;
    failWaiting();
    forgetProducer();
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
      List<List<Future<RecordMetadata>>> sent = send(calls);
      for (int i = 0; i < calls.size(); i++) {
        calls
            .get(i)
            .done
            .complete(sent.get(i).stream().map(TransactionalWriter::position).toList());
      }
    } catch (RuntimeException | Error e) {
      LOG.warnf(
          "Could not write to the broker at %s: %s", instance.bootstrapServers(), e.getMessage());
      // A new producer fences and aborts whatever this one may have left.
      forgetProducer();
      calls.forEach(call -> call.done.completeExceptionally(e));
    }
  }

  private List<List<Future<RecordMetadata>>> send(List<Call> calls) {
    KafkaProducer<byte[], byte[]> current = producer();
    current.beginTransaction();
    List<List<Future<RecordMetadata>>> sent = new ArrayList<>();
    for (Call call : calls) {
      sent.add(call.records.stream().map(record -> current.send(record.toKafka())).toList());
    }
    // Without this, the commit may overtake the records on their way (seen with kafka-clients
    // 4.1.2).
    current.flush();
    current.commitTransaction();
    return sent;
  }

  private KafkaProducer<byte[], byte[]> producer() {
    KafkaProducer<byte[], byte[]> current = producer;
    if (current == null) {
      current = new KafkaProducer<>(Clients.producer(instance, instance.transactionalId(purpose)));
      producer = current;
      current.initTransactions();
    }
    return current;
  }

  private void forgetProducer() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }

  private static RecordPosition position(Future<RecordMetadata> sent) {
    RecordMetadata metadata = sent.resultNow();
    return new RecordPosition(metadata.partition(), metadata.offset());
  }

  private record Call(List<OutputRecord> records, CompletableFuture<List<RecordPosition>> done) {}
}
