package io.factorscope.benchmarks.ladder;

import io.factorscope.benchmarks.Encoder;
import io.factorscope.embedder.states.HiddenStateMessages;
import io.factorscope.embedder.states.PackedStates;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.SourceDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Hidden states, embedded before, to the messages of the topic hidden-states. */
final class StatesMessages implements Supplier<PublishStage.Transaction> {

  private final HiddenStateMessages messages;
  private final String topic;
  private final int partitions;
  private final List<Group> groups = new ArrayList<>();
  private int next;
  private long offset;

  /** Documents of one transaction, with the states of each. */
  private record Group(List<Groups.Item> documents, List<List<PackedStates>> states) {}

  StatesMessages(Encoder encoder, List<List<Groups.Item>> groups, String topic, int partitions) {
    this.messages = new HiddenStateMessages(encoder.identity(), encoder.selection());
    this.topic = topic;
    this.partitions = partitions;
    for (List<Groups.Item> group : groups) {
      List<List<PackedStates>> states =
          group.stream().map(item -> encoder.run(Encoder.windows(List.of(item.text())))).toList();
      this.groups.add(new Group(group, states));
    }
  }

  @Override
  public PublishStage.Transaction get() {
    Group group = groups.get(next++ % groups.size());
    List<OutputRecord> records = new ArrayList<>();
    for (int i = 0; i < group.documents().size(); i++) {
      Groups.Item item = group.documents().get(i);
      SourceDocument source = source(item);
      for (HiddenStateBatch message : messages.of(source, item.text(), group.states().get(i))) {
        records.add(
            new OutputRecord(
                topic,
                source.getPartition(),
                source.getId(),
                message,
                HiddenStateMessages.vectors(message)));
      }
    }
    return new PublishStage.Transaction(records, Groups.tokens(group.documents()));
  }

  private SourceDocument source(Groups.Item item) {
    return SourceDocument.newBuilder()
        .setPartition((int) (offset % partitions))
        .setOffset(offset++)
        .setId(item.document().getId())
        .setSource(item.document().getSource())
        .setWindows(item.text().windows())
        .build();
  }
}
