package io.factorscope.exactlyonce.pressure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.common.TopicPartition;

/**
 * The consumer groups that matter: those that had a member since this process began. So a reader
 * that is down for a while still counts, and one that was given up long ago does not.
 */
public final class GroupReaders implements Readers {

  private final String prefix;
  private final Set<String> seen = new HashSet<>();

  /**
   * @param prefix of the names of the groups
   */
  public GroupReaders(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public List<Map<TopicPartition, Long>> positions(Admin admin)
      throws ExecutionException, InterruptedException {
    look(admin);
    List<Map<TopicPartition, Long>> positions = new ArrayList<>();
    for (String group : seen) {
      Map<TopicPartition, Long> committed = new HashMap<>();
      admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get()
          .forEach(
              (partition, offset) -> {
                // Null for a partition in which the group has not committed anything.
                if (offset != null) {
                  committed.put(partition, offset.offset());
                }
              });
      positions.add(committed);
    }
    return positions;
  }

  /** Which of the groups that were never seen with a member have one now. */
  private void look(Admin admin) throws ExecutionException, InterruptedException {
    List<String> unseen =
        admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get().stream()
            .map(GroupListing::groupId)
            .filter(group -> group.startsWith(prefix) && !seen.contains(group))
            .toList();
    for (ConsumerGroupDescription group :
        admin.describeConsumerGroups(unseen).all().get().values()) {
      if (!group.members().isEmpty()) {
        seen.add(group.groupId());
      }
    }
  }
}
