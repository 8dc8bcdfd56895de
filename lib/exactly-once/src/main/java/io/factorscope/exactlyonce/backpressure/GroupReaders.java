package io.factorscope.exactlyonce.backpressure;

import io.factorscope.exactlyonce.TopicOffsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Consumer groups. One without members, a reader that is down, counts as long as the record that it
 * would read next is still there: time does not delete that, so one that was given up counts until
 * somebody deletes it, or the broker forgets its offsets.
 */
public final class GroupReaders implements Readers {

  private final String topic;
  private final Predicate<String> groups;

  private GroupReaders(String topic, Predicate<String> groups) {
    this.topic = topic;
    this.groups = groups;
  }

  /** Every group that reads a topic. */
  public static GroupReaders all(String topic) {
    return new GroupReaders(topic, _ -> true);
  }

  /** One group. */
  public static GroupReaders of(String topic, String group) {
    return new GroupReaders(topic, group::equals);
  }

  /**
   * Groups whose names begin alike.
   *
   * @param prefix ends with a dot, so that no other group's name begins like it by chance
   */
  public static GroupReaders under(String topic, String prefix) {
    return new GroupReaders(topic, group -> group.startsWith(prefix));
  }

  @Override
  public Map<String, Map<TopicPartition, Long>> positions(Admin admin)
      throws ExecutionException, InterruptedException {
    List<String> names =
        admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get().stream()
            .map(GroupListing::groupId)
            .filter(groups)
            .toList();
    Map<String, Map<TopicPartition, Long>> positions = new TreeMap<>();
    for (ConsumerGroupDescription group :
        admin.describeConsumerGroups(names).all().get().values()) {
      Map<TopicPartition, Long> committed = committed(admin, group.groupId());
      if (group.members().isEmpty()) {
        removeDeleted(admin, committed);
      }
      positions.put("group " + group.groupId(), committed);
    }
    return positions;
  }

  private Map<TopicPartition, Long> committed(Admin admin, String group)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> committed = new HashMap<>();
    admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach(
            (partition, offset) -> {
              // Null for a partition in which the group has not committed anything.
              if (offset != null && partition.topic().equals(topic)) {
                committed.put(partition, offset.offset());
              }
            });
    return committed;
  }

  private static void removeDeleted(Admin admin, Map<TopicPartition, Long> committed)
      throws ExecutionException, InterruptedException {
    // A copy, as it is altered meanwhile.
    TopicOffsets.of(admin, List.copyOf(committed.keySet()), OffsetSpec.earliest())
        .forEach(
            (partition, earliest) ->
                committed.computeIfPresent(
                    partition, (_, position) -> position < earliest ? null : position));
  }
}
