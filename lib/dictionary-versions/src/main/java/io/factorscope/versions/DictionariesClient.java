package io.factorscope.versions;

import io.factorscope.v1.Alias;
import io.factorscope.v1.DictionariesGrpc;
import io.factorscope.v1.DictionariesGrpc.DictionariesBlockingStub;
import io.factorscope.v1.FirstVersionWait;
import io.factorscope.v1.GetRequest;
import io.factorscope.v1.GetResponse;
import io.factorscope.v1.ListRequest;
import io.factorscope.v1.ListResponse;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import io.factorscope.v1.WatchRequest;
import io.factorscope.v1.WatchResponse;
import io.factorscope.wire.Aliases;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterators;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Asks a dictionary-service what versions there are, what they hold, and which is live. */
public final class DictionariesClient implements AutoCloseable {

  /** A header has some bytes a factor, so that a page of the largest dictionaries is a few MiB. */
  private static final int PAGE = 100;

  private static final int MAX_MESSAGE_BYTES = 64 << 20;
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
  private static final Duration TIME_TO_FETCH = Duration.ofMinutes(2);

  private final ManagedChannel channel;

  /**
   * A client; nothing is connected yet.
   *
   * @param endpoint host:port of the dictionary-service, which is spoken to directly: a proxy that
   *     is set for other hosts is not for it
   */
  public DictionariesClient(String endpoint) {
    this.channel =
        ManagedChannelBuilder.forTarget(endpoint)
            .usePlaintext()
            .proxyDetector(_ -> null)
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
            .build();
  }

  /**
   * The versions of a dictionary that are newer than one; none of a dictionary that is unknown.
   *
   * @param after 0 for all
   * @param patience for each answer: the service may just be starting again
   * @throws DictionariesException if the service does not answer
   */
  public VersionList list(String dictionary, long after, Duration patience) {
    List<VersionHeader> versions = new ArrayList<>();
    ListResponse page = page(dictionary, after, patience);
    long live = live(page);
    Optional<FirstVersionWait> awaited = awaited(page);
    while (page.getVersionsCount() > 0) {
      versions.addAll(page.getVersionsList());
      page = page(dictionary, versions.getLast().getId().getVersion(), patience);
    }
    return new VersionList(versions, live, awaited);
  }

  /**
   * What version 1 of a dictionary waits for; empty when there is one, or nobody can say.
   *
   * @throws DictionariesException if the service does not answer
   */
  public Optional<FirstVersionWait> awaited(String dictionary, Duration patience) {
    return awaited(answer(within(patience), request(dictionary, 0, 1)));
  }

  private static Optional<FirstVersionWait> awaited(ListResponse response) {
    return response.hasWait() ? Optional.of(response.getWait()) : Optional.empty();
  }

  private static long live(ListResponse response) {
    return response.getAliasesList().stream()
        .filter(alias -> alias.getAlias().equals(Aliases.LIVE))
        .mapToLong(Alias::getVersion)
        .findFirst()
        .orElse(0);
  }

  private ListResponse page(String dictionary, long after, Duration patience) {
    return answer(within(patience).withWaitForReady(), request(dictionary, after, PAGE));
  }

  private static ListRequest request(String dictionary, long after, int limit) {
    return ListRequest.newBuilder()
        .setDictionary(dictionary)
        .setAfterVersion(after)
        .setLimit(limit)
        .build();
  }

  private static ListResponse answer(DictionariesBlockingStub stub, ListRequest request) {
    try {
      return stub.list(request);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return ListResponse.getDefaultInstance();
      }
      throw new DictionariesException("list its versions", e);
    }
  }

  /**
   * Fetches a version and verifies it.
   *
   * @throws DictionariesException if the service does not answer, or has no such version any more
   * @throws IllegalArgumentException if what came is not the version; says why
   */
  public Version get(String dictionary, long version) {
    return get(GetRequest.newBuilder().setDictionary(dictionary).setVersion(version).build());
  }

  /** Like {@link #get}, of the version that {@code live} names. */
  public Version live(String dictionary) {
    return get(GetRequest.newBuilder().setDictionary(dictionary).setAlias(Aliases.LIVE).build());
  }

  private Version get(GetRequest request) {
    return endingCalls(
        () -> {
          try {
            Iterator<GetResponse> parts = within(TIME_TO_FETCH).get(request);
            VersionHeader header = parts.next().getHeader();
            return Version.of(header, chunks(parts));
          } catch (StatusRuntimeException e) {
            throw new DictionariesException("give a version of " + request.getDictionary(), e);
          }
        });
  }

  private static Iterator<VersionChunk> chunks(Iterator<GetResponse> parts) {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(parts, 0), false)
        .map(GetResponse::getChunk)
        .iterator();
  }

  /**
   * Calls back with the version that {@code live} names, now and whenever it moves, until the
   * service ends the call.
   *
   * @param atMost ends it after so long; empty for never
   * @throws DictionariesException if the service does not answer, or no longer
   */
  public void watch(String dictionary, Optional<Duration> atMost, LongConsumer moved) {
    WatchRequest request =
        WatchRequest.newBuilder().setDictionary(dictionary).setAlias(Aliases.LIVE).build();
    endingCalls(
        () -> {
          Iterator<WatchResponse> moves =
              atMost.map(this::within).orElseGet(this::stub).watch(request);
          while (hasNext(moves)) {
            moved.accept(moves.next().getAlias().getVersion());
          }
          return null;
        });
  }

  private static boolean hasNext(Iterator<WatchResponse> moves) {
    try {
      return moves.hasNext();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
        return false;
      }
      throw new DictionariesException("tell what is live", e);
    }
  }

  /** Ends the calls that are made in it, also those that were not read to their end. */
  private static <T extends @Nullable Object> T endingCalls(Supplier<T> exchange) {
    Context.CancellableContext calls = Context.current().withCancellation();
    Context before = calls.attach();
    try {
      return exchange.get();
    } finally {
      calls.detachAndCancel(before, null);
    }
  }

  private DictionariesBlockingStub within(Duration patience) {
    return stub().withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  private DictionariesBlockingStub stub() {
    // Otherwise the channel tries ever more rarely, the longer the service was away.
    channel.resetConnectBackoff();
    return DictionariesGrpc.newBlockingStub(channel);
  }

  boolean isClosed() {
    return channel.isShutdown();
  }

  /** Ends all calls. */
  @Override
  public void close() {
    channel.shutdownNow();
  }
}
