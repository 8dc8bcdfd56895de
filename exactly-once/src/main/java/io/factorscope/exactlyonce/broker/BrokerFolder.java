package io.factorscope.exactlyonce.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.util.List;

/** The folder of a broker: settings written anew at every start, data formatted once. */
final class BrokerFolder {

  private static final int LOG_LINES = 30;

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

  static void prepare(BrokerSettings settings) throws IOException, InterruptedException {
    if (!Files.isDirectory(settings.jars())) {
      throw new IOException(
          "no broker jars in " + settings.jars() + ": build the module broker first");
    }
    Files.createDirectories(settings.folder());
    Files.writeString(settings.propertiesFile(), settings.properties());
    Files.writeString(settings.loggingFile(), LOGGING);
    if (!Files.exists(settings.data().resolve("meta.properties"))) {
      format(settings);
    }
  }

  private static void format(BrokerSettings settings) throws IOException, InterruptedException {
    Process tool =
        BrokerProcess.launch(
            settings,
            "kafka.tools.StorageTool",
            List.of(
                "format",
                "-t",
                CLUSTER_ID,
                "-c",
                settings.propertiesFile().toString(),
                "--ignore-formatted"));
    int status = tool.waitFor();
    if (status != 0) {
      throw new IOException(
          "can't format " + settings.data() + " (status " + status + "):\n" + logTail(settings));
    }
  }

  static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  static String logTail(BrokerSettings settings) throws IOException {
    List<String> lines = Files.readAllLines(settings.log());
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
  }
}
