package io.factorscope.exactlyonce;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.jboss.logging.Logger;

/**
 * A group's place in a topic before it has read anything: from then on {@link
 * io.factorscope.exactlyonce.backpressure.Backpressure} sees that what is written is unread.
 */
public final class GroupPlace {

  private static final Logger LOG = Logger.getLogger(GroupPlace.class);

  private GroupPlace() {}

  /**
   * Commits the beginning of each partition in which the group has committed nothing. A group that
   * has members is left alone: they do so themselves. Waits for a broker that is away.
   *
   * @throws IllegalStateException if the broker refuses for good, with the remedy
   * @throws InterruptedException if interrupted while the broker is away
   */
  public static void take(Instance instance, String group, String topic)
      throws InterruptedException {
    PatientAdmin.ask(instance, "group " + group, admin -> take(admin, group, topic));
  }

  /**
   * Gives the place of a group without members up: what it has not read need not be kept for it.
   *
   * @throws IllegalStateException if the broker refuses for good, with the remedy
   * @throws InterruptedException if interrupted while the broker is away
   */
  public static void giveUp(Instance instance, String group) throws InterruptedException {
    PatientAdmin.ask(instance, "group " + group, admin -> giveUp(admin, group));
  }

  private static void giveUp(Admin admin, String group)
      throws ExecutionException, InterruptedException {
    try {
      admin.deleteConsumerGroups(List.of(group)).all().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return;
      }
      if (e.getCause() instanceof RetriableException) {
        throw e;
      }
      LOG.warnf(
          "Group %s can't be deleted (%s): delete it, else what it has not read is kept for it",
          group, e.getMessage());
    }
  }

  private static void take(Admin admin, String group, String topic)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> places = beginnings(admin, topic);
    places.keySet().removeAll(committed(admin, group));
    if (places.isEmpty()) {
      return;
    }
    try {
      admin.alterConsumerGroupOffsets(group, places).all().get();
    } catch (ExecutionException e) {
      boolean hasMembers =
          e.getCause() instanceof UnknownMemberIdException
              || e.getCause() instanceof GroupNotEmptyException;
      if (!hasMembers) {
        throw e;
      }
    }
  }

  private static Set<TopicPartition> committed(Admin admin, String group)
      throws ExecutionException, InterruptedException {
    return admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue() != null)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static Map<TopicPartition, OffsetAndMetadata> beginnings(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> beginnings = new HashMap<>();
    TopicOffsets.of(admin, TopicOffsets.partitions(admin, topic), OffsetSpec.earliest())
        .forEach((partition, offset) -> beginnings.put(partition, new OffsetAndMetadata(offset)));
    return beginnings;
  }
}
