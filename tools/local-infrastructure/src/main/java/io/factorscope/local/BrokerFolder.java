package io.factorscope.local;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder of a broker: settings written anew at every start, data formatted once. */
final class BrokerFolder {

  private static final String CLUSTER_ID = "ZmFjdG9yc2NvcGUtMDAwMQ";

  private static final String LOGGING =
      """
      rootLogger.level=warn
      rootLogger.appenderRef.stdout.ref=stdout
      appender.stdout.type=Console
      appender.stdout.name=stdout
      appender.stdout.layout.type=PatternLayout
      appender.stdout.layout.pattern=%d{ISO8601} %p %c{1}: %m%n
      logger.server.name=kafka.server.KafkaRaftServer
      logger.server.level=info
      """;

  private BrokerFolder() {}

  /**
   * Prepares the folder for a start.
   *
   * @throws MachineException if that is impossible
   */
  static void prepare(BrokerSettings settings) {
    if (!Files.isDirectory(settings.jars())) {
      throw new MachineException(
          "broker: no jars in " + settings.jars() + ": build the module broker first");
    }
    requireOneEntry(settings.jars().toAbsolutePath());
    try {
      Path folder = Files.createDirectories(settings.folder());
      Files.writeString(folder.resolve(BrokerSettings.PROPERTIES), settings.properties());
      Files.writeString(folder.resolve(BrokerSettings.LOGGING), LOGGING);
    } catch (IOException e) {
      throw new MachineException("broker: can't prepare its folder: " + e, e);
    }
    if (!Files.exists(settings.data().resolve("meta.properties"))) {
      format(settings);
    }
  }

  /** Java splits a class path at this character, and there is no way to escape it. */
  private static void requireOneEntry(Path jars) {
    if (jars.toString().contains(File.pathSeparator)) {
      throw new MachineException(
          "broker: its jars lie in %s: a class path can't hold a '%s'; move or rename the folder"
              .formatted(jars, File.pathSeparator));
    }
  }

  private static void format(BrokerSettings settings) {
    ChildProcess tool =
        BrokerProcess.run(
            "broker: format",
            settings,
            "kafka.tools.StorageTool",
            List.of(
                "format", "-t", CLUSTER_ID, "-c", BrokerSettings.PROPERTIES, "--ignore-formatted"));
    if (tool.join() != 0) {
      throw tool.death("");
    }
  }

  static boolean listens(int port) {
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
