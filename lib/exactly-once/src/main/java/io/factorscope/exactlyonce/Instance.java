package io.factorscope.exactlyonce;

import java.util.HashMap;
import java.util.Map;

/**
 * Who reads and writes: the identity that survives a restart.
 *
 * @param bootstrapServers of the broker
 * @param service e.g. {@code coder}
 * @param namespace separates several installations on one broker
 * @param name stable name of this replica, e.g. of its pod: a restart under the same name fences
 *     what it was before
 * @param clientSettings more settings of Kafka's clients (TLS and the like); they win over ours
 */
public record Instance(
    String bootstrapServers,
    String service,
    String namespace,
    String name,
    Map<String, String> clientSettings) {

  public Instance {
    clientSettings = Map.copyOf(clientSettings);
  }

  /** A transactional id of this instance. */
  public String transactionalId(String purpose) {
    return String.join("-", namespace, service, purpose, name);
  }

  /** The name for logs, dead letters and answers. */
  public String label() {
    return service + "/" + name;
  }

  /** Settings that every client of this instance has. */
  Map<String, Object> clientBase() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("client.id", namespace + "-" + service + "-" + name);
    settings.put("reconnect.backoff.ms", 100);
    settings.put("reconnect.backoff.max.ms", 2_000);
    settings.put("socket.connection.setup.timeout.ms", 1_000);
    settings.put("socket.connection.setup.timeout.max.ms", 5_000);
    settings.put("metadata.max.age.ms", 30_000);
    return settings;
  }
}
