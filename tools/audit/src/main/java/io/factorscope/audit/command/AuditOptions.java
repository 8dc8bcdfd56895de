package io.factorscope.audit.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.audit.AuditException;
import io.factorscope.audit.AuditReport;
import io.factorscope.audit.AuditRun;
import io.factorscope.audit.AuditedTopics;
import io.factorscope.exactlyonce.Clients;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.exactlyonce.TopicNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is audited, and how: the options of every command that audits. */
@Command(
    description =
        "Reads texts, hidden-states and codes, and says whether every hidden state was published"
            + " and coded exactly once. Prints a JSON object.",
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is wrong",
      "1:something is lost, doubled, out of order, malformed or badly certified; or can't be counted"
          + " any more (uncounted); or the audit failed",
      "2:the command line is wrong"
    })
public final class AuditOptions {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Where the broker is (default: that of the machine that runs here, if any).")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--topic-prefix",
      paramLabel = "PREFIX",
      defaultValue = "",
      description = "Put before every topic's name.")
  private String topicPrefix = "";

  @Option(
      names = "--model",
      paramLabel = "ID",
      description = "Whose hidden states (default: the machine's, if any).")
  private @Nullable String model;

  @Option(
      names = "--dictionary",
      paramLabel = "NAME",
      description = "Whose codes (default: the model's id).")
  private @Nullable String dictionary;

  @Option(
      names = "--follow",
      description =
          "Go on as the topics grow, a line of progress each second, and report when stopped by"
              + " Ctrl-C or SIGTERM.")
  private boolean follow;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "Begin where the audit that wrote this file has ended, and write it at the end.")
  private @Nullable Path checkpoint;

  @Option(
      names = "--since",
      paramLabel = "MILLIS",
      defaultValue = "0",
      description = "Count codes written since then, milliseconds since 1970, as recent.")
  private long since;

  /** The broker that was named, if one was. */
  public Optional<String> bootstrapServers() {
    return Optional.ofNullable(bootstrapServers);
  }

  /** The model that was named, if one was. */
  public Optional<String> model() {
    return Optional.ofNullable(model);
  }

  /**
   * Checks the option that needs no broker.
   *
   * @throws AuditException if the checkpoint can't be written
   */
  public void requireWritableCheckpoint() {
    if (checkpoint != null && !isWritable(checkpoint)) {
      throw new AuditException(
          "--checkpoint: " + checkpoint + " can't be written: no such folder, or no access to it");
    }
  }

  /**
   * Audits, and prints the report.
   *
   * @return the exit status
   * @throws AuditException if an option can't be used
   */
  public int run(String servers, String modelId) {
    requireWritableCheckpoint();
    AuditedTopics topics = topics(modelId);
    StopSignal stop = new StopSignal();
    return OrderlyExit.run(
        stop, Reported.of(() -> audit(servers, topics, stop), AuditOptions::message));
  }

  /** Whether a file can be created or overwritten, as far as can be seen beforehand. */
  public static boolean isWritable(Path file) {
    return Files.exists(file)
        ? !Files.isDirectory(file) && Files.isWritable(file)
        : Files.isWritable(file.toAbsolutePath().resolveSibling(""));
  }

  private static Optional<String> message(RuntimeException e) {
    return e instanceof AuditException ? Optional.ofNullable(e.getMessage()) : Optional.empty();
  }

  private AuditedTopics topics(String modelId) {
    try {
      return new AuditedTopics(
          new TopicNames(topicPrefix), modelId, dictionary != null ? dictionary : modelId);
    } catch (IllegalArgumentException e) {
      throw new AuditException(String.valueOf(e.getMessage()), e);
    }
  }

  private int audit(String servers, AuditedTopics topics, StopSignal stop) {
    Instance reader = new Instance(servers, "audit", "factorscope", "0", Map.of());
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(Clients.reader(reader))) {
      AuditReport report =
          follow
              ? follow(consumer, topics, stop)
              : new AuditRun(consumer, topics, checkpoint, since).once();
      // Who follows reads an event a line.
      print(follow ? Map.of("report", report) : report, !follow);
      return report.clean() ? 0 : 1;
    } catch (KafkaException e) {
      throw new AuditException(
          "the broker at %s can't be asked: %s; check --bootstrap-servers"
              .formatted(servers, reason(e)),
          e);
    }
  }

  /** What a client's constructor says is in the cause. */
  private static String reason(KafkaException e) {
    return String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
  }

  private AuditReport follow(
      Consumer<byte[], byte[]> consumer, AuditedTopics topics, StopSignal stop) {
    if (!AuditRun.awaitTopics(consumer, topics, stop::isGiven)) {
      return AuditRun.nothing(topics);
    }
    return new AuditRun(consumer, topics, checkpoint, since)
        .follow(stop::isGiven, progress -> print(Map.of("progress", progress), false));
  }

  private static void print(Object value, boolean pretty) {
    try {
      System.out.println(
          pretty
              ? JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value)
              : JSON.writeValueAsString(value));
      System.out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("can't be written as JSON: " + value, e);
    }
  }
}
