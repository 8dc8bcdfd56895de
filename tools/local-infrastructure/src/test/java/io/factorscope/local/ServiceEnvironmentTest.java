package io.factorscope.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What of a user's environment reaches the services. */
class ServiceEnvironmentTest {

  @Test
  void settingsOfQuarkusAndOfWhereThingsAreStayBehind() {
    Map<String, String> environment =
        environment(
            "QUARKUS_HTTP_PORT",
            "quarkus.profile",
            "_DEV_QUARKUS_HTTP_PORT",
            "SMALLRYE_CONFIG_PROFILE",
            "MP_MESSAGING_CONNECTOR",
            "KAFKA_BOOTSTRAP_SERVERS",
            "GRPC_PROXY_EXP",
            "CLASSPATH",
            "FACTORSCOPE_KAFKA_TOPIC_PREFIX",
            "factorscope.kafka.namespace",
            "FACTORSCOPE_DICTIONARIES_ENDPOINT",
            "FACTORSCOPE_DICTIONARY_NAME");

    assertThat(ServiceEnvironment.ownKeptBack(environment))
        .containsExactly(
            "FACTORSCOPE_DICTIONARIES_ENDPOINT",
            "FACTORSCOPE_DICTIONARY_NAME",
            "FACTORSCOPE_KAFKA_TOPIC_PREFIX",
            "factorscope.kafka.namespace");
    ServiceEnvironment.restrict(environment);
    assertThat(environment).isEmpty();
  }

  @Test
  void whatSaysHowWorkIsDoneGoesOn() {
    Map<String, String> environment =
        environment(
            "PATH",
            "HOME",
            "LC_ALL",
            "TZ",
            "JAVA_TOOL_OPTIONS",
            "ORT_DISABLE_TELEMETRY",
            "MPLCONFIGDIR",
            "FACTORSCOPE_MODEL_DEVICE",
            "FACTORSCOPE_CODER_THREADS",
            "FACTORSCOPE_DICTIONARY_PATIENCE");
    Map<String, String> before = Map.copyOf(environment);

    ServiceEnvironment.restrict(environment);

    assertThat(environment).isEqualTo(before);
    assertThat(ServiceEnvironment.ownKeptBack(environment)).isEmpty();
  }

  private static Map<String, String> environment(String... names) {
    return Stream.of(names)
        .collect(Collectors.toMap(name -> name, _ -> "x", (a, _) -> a, HashMap::new));
  }
}
