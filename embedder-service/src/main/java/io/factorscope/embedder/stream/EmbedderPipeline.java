package io.factorscope.embedder.stream;

import io.factorscope.embedder.states.ModelUser;
import io.factorscope.embedder.states.PackedStates;
import io.factorscope.embedder.states.Selection;
import io.factorscope.embedder.states.StateRuns;
import io.factorscope.embedder.states.WindowRequest;
import io.factorscope.exactlyonce.DeletedRecords;
import io.factorscope.exactlyonce.Output;
import io.factorscope.exactlyonce.Work;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The whole path: records of {@code texts} → documents → tokens → windows → batches of like length
 * → hidden states → messages in the order of the documents. The step commits them with the offsets.
 */
public final class EmbedderPipeline implements Work {

  private final Inbox inbox;
  private final Pace pace;
  private final StateRuns model;
  private final Selection selection;
  private final Answers answers;

  EmbedderPipeline(Inbox inbox, Pace pace, StateRuns model, Selection selection, Answers answers) {
    this.inbox = inbox;
    this.pace = pace;
    this.model = model;
    this.selection = selection;
    this.answers = answers;
  }

  @Override
  public int take(List<ConsumerRecord<byte[], byte[]>> waiting) {
    long tokens = inbox.peek(waiting.getFirst()).tokens();
    int taken = 1;
    while (taken < waiting.size()
        && (tokens += inbox.peek(waiting.get(taken)).tokens()) <= pace.mostTokens()) {
      taken++;
    }
    return taken;
  }

  @Override
  public void process(List<ConsumerRecord<byte[], byte[]>> records, Output output) {
    List<Incoming> documents = inbox.take(records);
    List<PackedStates> states = embed(documents);
    int done = 0;
    for (Incoming document : documents) {
      switch (document) {
        case Incoming.Windowed windowed -> {
          int windows = windowed.text().windows();
          answers.publish(windowed, states.subList(done, done + windows), output);
          done += windows;
        }
        case Incoming.Oversized oversized -> answers.split(oversized, output);
        case Incoming.Unreadable bad -> answers.giveUp(bad.record(), bad.reason(), output);
      }
    }
  }

  @Override
  public void deleted(DeletedRecords deleted, Output output) {
    answers.deleted(deleted, output);
  }

  /** The states of all windows of all documents, in their order. */
  private List<PackedStates> embed(List<Incoming> documents) {
    long started = System.nanoTime();
    try {
      return model.run(
          documents.stream().flatMap(EmbedderPipeline::windows).toList(),
          selection,
          ModelUser.STREAM);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at the model; the records come again", e);
    } finally {
      long tokens = documents.stream().mapToLong(Incoming::tokens).sum();
      pace.worked(tokens, System.nanoTime() - started);
    }
  }

  private static Stream<WindowRequest> windows(Incoming incoming) {
    return incoming instanceof Incoming.Windowed windowed
        ? IntStream.range(0, windowed.text().windows())
            .mapToObj(window -> WindowRequest.all(windowed.text().ids(window)))
        : Stream.empty();
  }
}
