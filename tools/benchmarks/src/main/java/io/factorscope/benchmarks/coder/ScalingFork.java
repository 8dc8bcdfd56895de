package io.factorscope.benchmarks.coder;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.benchmarks.data.PreparedData;
import io.factorscope.sparse.ParallelCoder;
import io.factorscope.sparse.SparseCoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that measures how much faster two threads code than one, by the clock on the wall. */
final class ScalingFork {

  private static final double SECOND = 1e9;

  /** Rounds of one and of two threads alternate, so that disturbances hit both. */
  private record Round(long one, long two) {}

  private ScalingFork() {}

  /** Arguments: the file of the task, the file for the result: a number. */
  public static void main(String[] arguments) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ForkTask task = json.readValue(Path.of(arguments[0]).toFile(), ForkTask.class);
    json.writeValue(Path.of(arguments[1]).toFile(), measure(task));
  }

  private static double measure(ForkTask task) {
    PreparedData data = PreparedData.in(task.data());
    float[] states = data.states();
    SparseCoder coder = Method.of(task.method()).coder(data.dictionary(), task.lambda());
    try (ParallelCoder one = new ParallelCoder(coder, 1);
        ParallelCoder two = new ParallelCoder(coder, 2)) {
      rounds(one, two, states, task, task.warmUpSeconds());
      List<Round> rounds = rounds(one, two, states, task, task.seconds());
      return Medians.of(rounds, Round::one) / Medians.of(rounds, Round::two);
    }
  }

  private static List<Round> rounds(
      ParallelCoder one, ParallelCoder two, float[] states, ForkTask task, double seconds) {
    List<Round> rounds = new ArrayList<>();
    long begun = System.nanoTime();
    while (rounds.isEmpty() || System.nanoTime() - begun < seconds * SECOND) {
      rounds.add(new Round(nanos(one, states, task), nanos(two, states, task)));
    }
    return rounds;
  }

  private static long nanos(ParallelCoder coder, float[] states, ForkTask task) {
    long begun = System.nanoTime();
    coder.encode(states, task.states());
    return System.nanoTime() - begun;
  }
}
