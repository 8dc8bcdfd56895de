package io.factorscope.benchmarks.ladder;

import io.factorscope.benchmarks.BenchmarkException;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.TransactionalWriter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.function.Supplier;

/** Messages to a topic: each call makes the records of one transaction and commits them. */
final class PublishStage implements Stage {

  private final TransactionalWriter writer;
  private final Supplier<Transaction> transactions;

  /**
   * Records that are committed together.
   *
   * @param tokens that they are about
   */
  record Transaction(List<OutputRecord> records, double tokens) {}

  /**
   * @param purpose part of the transactional id
   * @param transactions made when they are asked for: making messages is part of publishing
   */
  PublishStage(Instance instance, String purpose, Supplier<Transaction> transactions) {
    this.writer = new TransactionalWriter(instance, purpose, new SimpleMeterRegistry());
    this.transactions = transactions;
  }

  @Override
  public double work() {
    Transaction transaction = transactions.get();
    try {
      writer.commit(transaction.records());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted while records were written", e);
    }
    return transaction.tokens();
  }

  @Override
  public void close() {
    writer.close();
  }
}
