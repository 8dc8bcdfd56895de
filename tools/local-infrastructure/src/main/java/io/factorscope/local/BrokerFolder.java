package io.factorscope.local;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    requireOneEntry(settings.jars().toAbsolutePath());
    Path folder = Files.createDirectories(settings.folder());
    Files.writeString(folder.resolve(BrokerSettings.PROPERTIES), settings.properties());
    Files.writeString(folder.resolve(BrokerSettings.LOGGING), LOGGING);
    if (!Files.exists(folder.resolve(BrokerSettings.DATA).resolve("meta.properties"))) {
      format(settings);
    }
  }

  /** Java splits a class path there, and there is no way to write one that it does not. */
  private static void requireOneEntry(Path jars) throws IOException {
    if (jars.toString().contains(File.pathSeparator)) {
      throw new IOException(
          "the broker's jars lie in %s: a class path can't hold a '%s'; move or rename the folder"
              .formatted(jars, File.pathSeparator));
    }
  }

  private static void format(BrokerSettings settings) throws IOException, InterruptedException {
    Process tool =
        BrokerProcess.launch(
            settings,
            "kafka.tools.StorageTool",
            List.of(
                "format", "-t", CLUSTER_ID, "-c", BrokerSettings.PROPERTIES, "--ignore-formatted"));
    int status = tool.waitFor();
    if (status != 0) {
      throw new IOException(
          "can't format %s (status %d):%n%s"
              .formatted(
                  settings.folder().resolve(BrokerSettings.DATA), status, logTail(settings)));
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

  /** The last lines of the log; what is no UTF-8 in it is shown as U+FFFD. */
  static String logTail(BrokerSettings settings) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(settings.log()), StandardCharsets.UTF_8).lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
  }
}
