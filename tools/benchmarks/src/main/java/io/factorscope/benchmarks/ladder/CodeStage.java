package io.factorscope.benchmarks.ladder;

import io.factorscope.coder.CoderMetrics;
import io.factorscope.coder.CoderPipeline;
import io.factorscope.coder.CoderTopics;
import io.factorscope.coder.VectorCoder;
import io.factorscope.coder.codes.CodeMessages;
import io.factorscope.coder.current.CurrentVersion;
import io.factorscope.exactlyonce.Headers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads hidden states and codes them, on all cores, by the coder's own pipeline. */
final class CodeStage implements Stage {

  private final TopicLoop states;
  private final VectorCoder coder;
  private final CoderPipeline pipeline;
  private final int layers;
  private final KeptOutput output = new KeptOutput();

  /**
   * @param current the version to code with
   * @param topics where its messages would go
   */
  CodeStage(TopicLoop states, CurrentVersion current, CoderTopics topics) {
    this.states = states;
    this.coder = new VectorCoder(Runtime.getRuntime().availableProcessors());
    this.pipeline =
        new CoderPipeline(
            current,
            coder,
            new CodeMessages("ladder"),
            topics,
            new CoderMetrics(new SimpleMeterRegistry()));
    this.layers = current.get().orElseThrow().header().getLayersCount();
  }

  @Override
  public double work() {
    return transaction().tokens();
  }

  /** Codes as many records as the pipeline takes, and gives what it would publish. */
  PublishStage.Transaction transaction() {
    List<ConsumerRecord<byte[], byte[]>> waiting = states.waiting();
    int taken = pipeline.take(waiting);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(waiting.subList(0, taken));
    states.took(taken);
    for (int done = 0; done < taken; done = taken - output.left()) {
      pipeline.process(records.subList(done, taken), output);
    }
    double vectors = records.stream().mapToInt(Headers::vectors).sum();
    return new PublishStage.Transaction(output.take(), vectors / layers);
  }

  @Override
  public void close() {
    coder.close();
    states.close();
  }
}
