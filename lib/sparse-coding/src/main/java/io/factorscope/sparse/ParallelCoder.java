package io.factorscope.sparse;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Codes batches on several threads, the caller's among them. The codes and their order do not
 * depend on the number of threads. Thread-safe; {@link #swap} changes the coder between batches and
 * keeps the threads.
 */
public final class ParallelCoder implements AutoCloseable {
  private final int threads;
  private final @Nullable ExecutorService pool;
  private volatile Crew crew;

  /** A coder and its idle workers. A worker is used by one thread at a time. */
  private record Crew(SparseCoder coder, ConcurrentLinkedDeque<SparseCoder.Worker> idle) {
    Crew(SparseCoder coder) {
      this(coder, new ConcurrentLinkedDeque<>());
    }

    void encode(float[] states, int from, int count, SparseCodes.Builder into) {
      SparseCoder.Worker idleWorker = idle.poll();
      SparseCoder.Worker worker = idleWorker == null ? coder.newWorker() : idleWorker;
      worker.encode(states, from, count, into);
      idle.push(worker);
    }
  }

  /**
   * Makes a coder.
   *
   * @param coder the coder to begin with
   * @param threads threads that code a batch, at least 1; 1 uses the caller's alone
   */
  public ParallelCoder(SparseCoder coder, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + "; it must be at least 1");
    }
    this.threads = threads;
    this.crew = new Crew(coder);
    this.pool = threads == 1 ? null : Executors.newFixedThreadPool(threads - 1, named());
  }

  private static java.util.concurrent.ThreadFactory named() {
    return Thread.ofPlatform().name("sparse-coder-", 0).daemon().factory();
  }

  /** The coder that the next batch will use. */
  public SparseCoder coder() {
    return crew.coder();
  }

  /** Changes the coder. Batches that have begun end with the coder that they began with. */
  public void swap(SparseCoder next) {
    crew = new Crew(next);
  }

  /**
   * Codes states 0 to count.
   *
   * @param states row-major [*][width]
   * @param count number of states
   * @throws CodingException for the first state that has no certified code
   * @throws IllegalArgumentException if there are fewer than {@code count} states
   */
  public SparseCodes encode(float[] states, int count) {
    return encode(states, count, count, () -> false);
  }

  /**
   * Codes states 0 to count, or fewer.
   *
   * @param states row-major [*][width]
   * @param count number of states
   * @param min states that are coded in any case
   * @param stop whether to stop before the next batch; asked by all threads
   * @return codes of the first states, at least {@code min}
   * @throws CodingException for the first state that has no certified code
   * @throws IllegalArgumentException if there are fewer than {@code count} states
   */
  public SparseCodes encode(float[] states, int count, int min, BooleanSupplier stop) {
    Crew now = crew;
    StateRows.checkRows(states, 0, count, now.coder().dictionary().width());
    int chunkRows = chunkRows(count, now.coder().batch());
    Chunk[] chunks =
        IntStream.range(0, (count + chunkRows - 1) / chunkRows)
            .mapToObj(i -> new Chunk(i * chunkRows, Math.min(chunkRows, count - i * chunkRows)))
            .toArray(Chunk[]::new);
    runAll(now, states, chunks, chunk -> chunk.from >= min && stop.getAsBoolean());
    SparseCodes.Builder all = new SparseCodes.Builder(count);
    for (int i = 0; i < chunks.length && chunks[i].isTaken; i++) {
      chunks[i].appendTo(all);
    }
    return all.build();
  }

  /** Whole batches if there are many, so that products stay efficient; fewer rows if not. */
  private int chunkRows(int count, int batch) {
    int share = (count + threads - 1) / threads;
    return Math.clamp(share, 1, batch);
  }

  private void runAll(Crew now, float[] states, Chunk[] chunks, Predicate<Chunk> isTooMuch) {
    AtomicInteger next = new AtomicInteger();
    Runnable work =
        () -> {
          for (int i = next.getAndIncrement(); i < chunks.length; i = next.getAndIncrement()) {
            if (isTooMuch.test(chunks[i])) {
              return;
            }
            chunks[i].encode(now, states);
          }
        };
    if (pool == null) {
      work.run();
      return;
    }
    Future<?>[] others =
        IntStream.range(1, Math.min(threads, chunks.length))
            .mapToObj(i -> pool.submit(work))
            .toArray(Future<?>[]::new);
    work.run();
    for (Future<?> other : others) {
      await(other);
    }
  }

  private static void await(Future<?> other) {
    boolean interrupted = false;
    while (true) {
      try {
        other.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // the workers write to our chunks: wait for them, then pass it on
      } catch (ExecutionException e) {
        throw new IllegalStateException("a coding thread failed", e.getCause());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops the threads; batches that have begun end first. */
  @Override
  public void close() {
    if (pool != null) {
      pool.close();
    }
  }

  /** Consecutive rows, and their codes or what went wrong. */
  private static final class Chunk {
    private final int from;
    private final int count;
    private final SparseCodes.Builder codes;
    private boolean isTaken;
    private @Nullable RuntimeException failure;

    Chunk(int from, int count) {
      this.from = from;
      this.count = count;
      this.codes = new SparseCodes.Builder(count);
    }

    void encode(Crew crew, float[] states) {
      isTaken = true;
      try {
        crew.encode(states, from, count, codes);
      } catch (RuntimeException e) {
        failure = e; // thrown by appendTo, in the order of rows
      }
    }

    void appendTo(SparseCodes.Builder all) {
      if (failure != null) {
        throw failure;
      }
      all.addAll(codes);
    }
  }
}
