package io.factorscope.coder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.factorscope.coder.device.DeviceCoders;
import io.factorscope.onnx.Device;
import io.factorscope.sparse.CodingStatistics;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole service that is told to use a card where there is none. */
@QuarkusTest
@TestProfile(CudaServiceTest.Cuda.class)
@SuppressWarnings("NullAway.Init") // the field is set before a test begins
class CudaServiceTest {

  private static final String CACHE = "target/onnxruntime";

  /** Needs no broker: the card comes first. */
  public static final class Cuda implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "factorscope.coder.device", "cuda",
          "factorscope.model.cache", CACHE,
          "factorscope.kafka.bootstrap-servers", "localhost:1");
    }
  }

  @TestHTTPResource("/")
  URI root;

  @Test
  void isUpButNotReadyAndSaysWhy() throws Exception {
    try (DeviceCoders coders =
        DeviceCoders.open(Device.CUDA, Path.of(CACHE), new CodingStatistics())) {
      assumeTrue(coders.problem().isPresent(), "this machine has a card");
    }
    Http http = new Http(root);
    assertThat(http.get("q/health/live").statusCode()).isEqualTo(200);
    assertThat(http.get("q/metrics").statusCode()).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> http.get("q/health/ready").body().contains("coder.device"));
    assertThat(http.get("q/health/ready").statusCode()).isEqualTo(503);
    assertThat(http.get("q/health/ready").body())
        .contains("device 'cuda' can't be used", "CUDA shared provider", "choose cpu or auto");
  }
}
