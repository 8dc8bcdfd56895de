package io.factorscope.coder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorscope.coder.current.CurrentVersion;
import io.factorscope.coder.current.LiveVersionFollower;
import io.factorscope.v1.DictionariesGrpc;
import io.factorscope.v1.FirstVersionWait;
import io.factorscope.v1.ListRequest;
import io.factorscope.v1.ListResponse;
import io.factorscope.v1.WatchRequest;
import io.factorscope.v1.WatchResponse;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A coder whose dictionary has no version says what the first one waits for. */
@SuppressWarnings("NullAway.Init") // the server is started before a test begins
class NoVersionYetTest {

  private volatile String reason = "1 document waits for version 1: all of it is held out";
  private Server server;

  @BeforeEach
  void start() throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(new NoVersions())
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  @Test
  void theReasonIsThatOfTheDictionaryServiceAndIsRenewed() {
    try (LiveVersionFollower follower =
        new LiveVersionFollower(
            "localhost:" + server.getPort(),
            "small",
            new CurrentVersion(),
            (header, atoms) -> {
              throw new AssertionError("there is no version");
            })) {
      await().atMost(Duration.ofSeconds(20)).until(() -> follower.problem().isPresent());
      assertThat(follower.problem()).hasValue(reason);
      reason = "2 documents wait for version 1: all of them are held out";
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(follower.problem()).hasValue(reason));
    }
  }

  /** Its Watch has nothing to tell. */
  private final class NoVersions extends DictionariesGrpc.DictionariesImplBase {

    @Override
    public void list(ListRequest request, StreamObserver<ListResponse> response) {
      response.onNext(
          ListResponse.newBuilder()
              .setWait(FirstVersionWait.newBuilder().setReason(reason))
              .build());
      response.onCompleted();
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchResponse> response) {}
  }
}
