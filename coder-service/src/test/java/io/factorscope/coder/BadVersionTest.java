package io.factorscope.coder;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.VersionServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A version that is not what it says is never used; the next one is. Needs no broker. */
class BadVersionTest {

  private final PlantedStates planted = new PlantedStates();

  @Test
  void isRefusedWithTheReasonUntilASoundOneComes() throws Exception {
    float[] flipped = planted.atomValues();
    flipped[17] = -flipped[17];
    VersionHeader header = planted.header();
    VersionHeader foreign =
        header.toBuilder()
            .setModel(PlantedStates.MODEL.toBuilder().setHash(ByteString.copyFromUtf8("another")))
            .build();
    Instance nowhere = new Instance("127.0.0.1:1", "coder", "test", "0", Map.of());
    try (VersionServer server = new VersionServer(header, flipped);
        RunningCoder service =
            new RunningCoder(
                nowhere,
                new TopicSpecs(new TopicNames(""), 1, OptionalLong.empty()),
                new CoderSettings("planted", "planted", server.endpoint(), 1),
                new SimpleMeterRegistry())) {
      String notItsHash = "version 1 of planted is not what its content hash says";
      awaitProblem(
          service,
          "waits for the broker at 127.0.0.1:1: a version of planted can't be used: " + notItsHash);
      server.serve(header, Arrays.copyOf(flipped, flipped.length / 2));
      awaitProblem(service, "chunk 0: has 1600 floats for 100 factors from 0 on, of width 32");
      server.serve(foreign, planted.atomValues());
      awaitProblem(service, notItsHash);

      server.serve(header, planted.atomValues());
      await().atMost(Duration.ofSeconds(30)).until(() -> service.current().number() == 1);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> service.problem().orElse("").equals("waits for the broker at 127.0.0.1:1"));
    }
  }

  private static void awaitProblem(RunningCoder service, String problem) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                service.current().number() == 0 && service.problem().orElse("").contains(problem));
  }
}
