package io.factorscope.embedder.pressure;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;

/**
 * The consumer groups that matter: those that had a member since this process began. So a reader
 * that is down for a while still counts, and one that was given up long ago does not.
 */
final class Readers {

  private final String prefix;
  private final Set<String> seen = new HashSet<>();

  /**
   * @param prefix of the names of the groups
   */
  Readers(String prefix) {
    this.prefix = prefix;
  }

  Set<String> groups(Admin admin) throws ExecutionException, InterruptedException {
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
    return Set.copyOf(seen);
  }
}
