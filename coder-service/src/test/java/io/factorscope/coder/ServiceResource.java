package io.factorscope.coder;

import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.versions.VersionServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A real broker, and a dictionary-service with the planted version. */
public final class ServiceResource implements QuarkusTestResourceLifecycleManager {

  private final TestBroker broker = TestBroker.start();
  private @Nullable VersionServer dictionaries;

  @Override
  public Map<String, String> start() {
    PlantedStates planted = new PlantedStates();
    try {
      VersionServer server = new VersionServer(planted.header(), planted.atomValues());
      dictionaries = server;
      return Map.of(
          "factorscope.kafka.bootstrap-servers", broker.bootstrapServers(),
          "factorscope.dictionaries.endpoint", server.endpoint(),
          "factorscope.model.name", "planted",
          "factorscope.model.cache", "target/onnxruntime",
          "factorscope.coder.device", "auto");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (dictionaries != null) {
      dictionaries.close();
    }
    broker.close();
  }
}
