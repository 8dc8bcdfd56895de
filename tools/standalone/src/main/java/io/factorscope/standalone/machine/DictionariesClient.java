package io.factorscope.standalone.machine;

import io.factorscope.local.MachineException;
import io.factorscope.v1.Alias;
import io.factorscope.v1.DictionariesGrpc;
import io.factorscope.v1.FirstVersionWait;
import io.factorscope.v1.ListRequest;
import io.factorscope.v1.ListResponse;
import io.factorscope.v1.VersionHeader;
import io.factorscope.wire.Aliases;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks the dictionary-service for the versions of a dictionary, and which of them is live. */
public final class DictionariesClient implements AutoCloseable {

  /** A header has some bytes a factor, so that a page of the largest dictionaries is a few MiB. */
  private static final int PAGE = 100;

  private static final int MOST_BYTES = 64 << 20;

  private final ManagedChannel channel;
  private final Duration patience;

  /**
   * A client; nothing is connected yet.
   *
   * @param port of the dictionary-service, on loopback
   * @param patience for an answer: the service may just be starting again
   */
  public DictionariesClient(int port, Duration patience) {
    this.patience = patience;
    this.channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", port)
            .usePlaintext()
            .proxyDetector(_ -> null)
            .maxInboundMessageSize(MOST_BYTES)
            .build();
  }

  /**
   * All versions.
   *
   * @throws MachineException if the service does not answer
   */
  public Listing all(String dictionary) {
    return after(dictionary, 0);
  }

  /**
   * The versions that are newer than one.
   *
   * @throws MachineException if the service does not answer
   */
  public Listing after(String dictionary, long version) {
    // Otherwise the channel tries ever more rarely, the longer the service was away.
    channel.resetConnectBackoff();
    List<VersionHeader> versions = new ArrayList<>();
    ListResponse page = list(dictionary, version, PAGE);
    long live = live(page).orElse(0L);
    Optional<FirstVersionWait> wait =
        page.hasWait() ? Optional.of(page.getWait()) : Optional.empty();
    while (page.getVersionsCount() > 0) {
      versions.addAll(page.getVersionsList());
      page = list(dictionary, versions.getLast().getId().getVersion(), PAGE);
    }
    return new Listing(versions, live, wait);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private static Optional<Long> live(ListResponse response) {
    return response.getAliasesList().stream()
        .filter(alias -> alias.getAlias().equals(Aliases.LIVE))
        .map(Alias::getVersion)
        .findFirst();
  }

  private ListResponse list(String dictionary, long after, int limit) {
    ListRequest request =
        ListRequest.newBuilder()
            .setDictionary(dictionary)
            .setAfterVersion(after)
            .setLimit(limit)
            .build();
    try {
      return DictionariesGrpc.newBlockingStub(channel)
          .withWaitForReady()
          .withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS)
          .list(request);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return ListResponse.getDefaultInstance();
      }
      throw new MachineException(
          "dictionary-service: does not list its versions: " + e.getStatus(), e);
    }
  }

  /**
   * The versions of a dictionary.
   *
   * @param versions those that were asked for, in order
   * @param live number of the one that {@code live} names; 0 before version 1
   * @param awaited what version 1 waits for; empty when there is one, or nobody can say
   */
  public record Listing(
      List<VersionHeader> versions, long live, Optional<FirstVersionWait> awaited) {

    public Listing {
      versions = List.copyOf(versions);
    }

    /** The one that {@code live} names, if it was asked for. */
    public Optional<VersionHeader> inUse() {
      return versions.stream().filter(each -> each.getId().getVersion() == live).findFirst();
    }
  }
}
