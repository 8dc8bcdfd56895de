package io.factorscope.coder.current;

import io.factorscope.coder.device.VersionCoders;
import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.v1.DictionariesGrpc;
import io.factorscope.v1.DictionariesGrpc.DictionariesBlockingStub;
import io.factorscope.v1.ListRequest;
import io.factorscope.v1.ListResponse;
import io.factorscope.v1.WatchRequest;
import io.factorscope.v1.WatchResponse;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows the alias {@code live} of a dictionary: whenever it moves, fetches the version, prepares
 * it beside the one in use, and swaps. A dictionary-service that is away changes nothing but that
 * no new version comes.
 */
public final class LiveVersionFollower implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(LiveVersionFollower.class);
  private static final int MOST_MESSAGE_BYTES = 8 << 20;
  private static final long RETRY_MILLIS = 500;
  private static final long ASK_WHY_SECONDS = 5;

  private final String dictionary;
  private final CurrentVersion current;
  private final VersionCoders coders;
  private final ManagedChannel channel;
  private final Context.CancellableContext context = Context.current().withCancellation();
  private final StopSignal stopping = new StopSignal();
  private final Thread thread;
  private volatile @Nullable String problem;
  private volatile @Nullable String waitsFor;

  /**
   * @param endpoint host:port of the dictionary-service
   * @param coders prepare what is fetched
   */
  public LiveVersionFollower(
      String endpoint, String dictionary, CurrentVersion current, VersionCoders coders) {
    this.dictionary = dictionary;
    this.current = current;
    this.coders = coders;
    this.channel =
        ManagedChannelBuilder.forTarget(endpoint)
            .usePlaintext()
            .maxInboundMessageSize(MOST_MESSAGE_BYTES)
            .keepAliveTime(10, TimeUnit.SECONDS)
            .build();
    this.thread = Thread.ofPlatform().name("live-version").start(context.wrap(this::run));
  }

  private void run() {
    while (!stopping.isGiven()) {
      // Ends the call when this look ends: the server would go on with it.
      try (Context.CancellableContext look = Context.current().withCancellation()) {
        look.run(() -> follow(DictionariesGrpc.newBlockingStub(channel)));
      } catch (StatusRuntimeException e) {
        if (!stopping.isGiven() && e.getStatus().getCode() != Status.Code.DEADLINE_EXCEEDED) {
          LOG.infof(
              "No answer from the dictionary-service (%s); asking again", e.getStatus().getCode());
        }
      } catch (RuntimeException e) {
        tell(e);
      }
      stopping.pause(RETRY_MILLIS);
    }
  }

  /** Logged once, though it is tried again and again: there may be memory later. */
  private void tell(RuntimeException e) {
    String reason = "a version of %s can't be used: %s".formatted(dictionary, e.getMessage());
    if (!reason.equals(problem)) {
      problem = reason;
      LOG.errorf(e, "%s; asking again", reason);
    }
  }

  /**
   * Why the version that {@code live} names is not in use, if it can't be used; or why there is
   * none.
   */
  public Optional<String> problem() {
    return Optional.ofNullable(problem).or(() -> Optional.ofNullable(waitsFor));
  }

  private void follow(DictionariesBlockingStub dictionaries) {
    VersionFetch fetch = new VersionFetch(dictionaries, coders);
    Iterator<WatchResponse> moves =
        watching(dictionaries).watch(WatchRequest.newBuilder().setDictionary(dictionary).build());
    while (moves.hasNext()) {
      long version = moves.next().getAlias().getVersion();
      if (version != current.number()) {
        use(fetch.fetch(dictionary, version));
      }
    }
  }

  /** While there is no version, asks again and again why. */
  private DictionariesBlockingStub watching(DictionariesBlockingStub dictionaries) {
    if (current.number() > 0) {
      return dictionaries;
    }
    waitsFor = reason(dictionaries.withDeadlineAfter(ASK_WHY_SECONDS, TimeUnit.SECONDS));
    return dictionaries.withDeadlineAfter(ASK_WHY_SECONDS, TimeUnit.SECONDS);
  }

  /** Only the replica that makes the first version knows what it waits for. */
  private @Nullable String reason(DictionariesBlockingStub dictionaries) {
    try {
      ListResponse listed =
          dictionaries.list(ListRequest.newBuilder().setDictionary(dictionary).build());
      return listed.hasWait() ? listed.getWait().getReason() : null;
    } catch (StatusRuntimeException e) {
      return null;
    }
  }

  private void use(PreparedVersion next) {
    current.set(next);
    problem = null;
    waitsFor = null;
    LOG.infof(
        "In use: version %d of %s, %d factors, lambda %.4g",
        next.number(), dictionary, next.header().getFactors(), next.header().getLambda());
  }

  @Override
  public void close() {
    stopping.give();
    context.cancel(null);
    channel.shutdownNow();
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
