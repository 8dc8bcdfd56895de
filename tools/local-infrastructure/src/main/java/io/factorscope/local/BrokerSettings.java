package io.factorscope.local;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * One broker. It runs in its folder, and is told its files by their names in it: Kafka splits
 * {@code log.dirs} at commas and reads its properties as Latin-1, Log4j takes the name of its
 * settings for a list of addresses, and no folder's name is safe in all of these.
 *
 * @param jars folder of the broker's jars
 * @param folder where its data, settings and log lie; kept over restarts
 * @param port for clients, on loopback
 * @param controllerPort for its own controller, on loopback
 * @param heapMebibytes most heap
 * @param more settings of the broker; they win over ours
 */
public record BrokerSettings(
    Path jars,
    Path folder,
    int port,
    int controllerPort,
    int heapMebibytes,
    Map<String, String> more) {

  /** A broker with our settings alone. */
  public BrokerSettings(Path jars, Path folder, int port, int controllerPort, int heapMebibytes) {
    this(jars, folder, port, controllerPort, heapMebibytes, Map.of());
  }

  /** The names of its files, in its folder. */
  static final String PROPERTIES = "server.properties";

  static final String LOGGING = "log4j2.properties";
  private static final String DATA = "data";

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  Path data() {
    return folder.resolve(DATA);
  }

  Path log() {
    return folder.resolve("broker.log");
  }

  /**
   * Short session times make a restart after a kill take 3 s instead of 10. The cleaner's buffer,
   * of 128 MB by default, is filled with zeros each time; 4 MB do for 150,000 keys.
   */
  String properties() {
    StringBuilder properties = new StringBuilder(ours());
    more.forEach((key, value) -> properties.append(key).append('=').append(value).append('\n'));
    return properties.toString();
  }

  private String ours() {
    return String.format(
        Locale.ROOT,
        """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        controller.listener.names=CONTROLLER
        log.dirs=%3$s
        broker.session.timeout.ms=2000
        broker.heartbeat.interval.ms=500
        auto.create.topics.enable=false
        offsets.topic.num.partitions=4
        offsets.topic.replication.factor=1
        offsets.retention.minutes=525600
        transaction.state.log.num.partitions=4
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.abort.timed.out.transaction.cleanup.interval.ms=2000
        group.initial.rebalance.delay.ms=0
        log.initial.task.delay.ms=5000
        log.retention.check.interval.ms=10000
        log.segment.delete.delay.ms=5000
        log.cleaner.backoff.ms=5000
        log.cleaner.dedupe.buffer.size=4194304
        """,
        port,
        controllerPort,
        DATA);
  }
}
