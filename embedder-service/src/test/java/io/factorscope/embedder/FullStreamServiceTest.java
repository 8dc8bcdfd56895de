package io.factorscope.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.rpc.RetryInfo;
import io.factorscope.exactlyonce.Clients;
import io.factorscope.v1.EmbedderGrpc;
import io.factorscope.v1.IngestRequest;
import io.factorscope.v1.IngestResponse;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A coder that does not read: the embedder pauses, then callers must retry; nothing is lost. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class FullStreamServiceTest extends ServiceTest {

  private static final String TEXTS = "test-texts";
  private static final String STATES = "test-hidden-states.bge-small-en-v1.5";

  @AfterEach
  void liftLimits() throws Exception {
    limit(STATES, -1);
    limit(TEXTS, -1);
  }

  @Test
  void aCoderThatStandsStillFillsTheStreamAndCallersAreToldWhenToRetry() throws Exception {
    assertThat(post(documents("before")).statusCode()).isEqualTo(200);
    new StreamReader(broker).answers();
    try (KafkaConsumer<byte[], byte[]> coder = coder()) {
      read(coder, 0);
      limit(STATES, 1_000);
      await().atMost(Duration.ofSeconds(30)).until(() -> unread(STATES) > 0.5);
      int answers = broker.read(STATES).size();

      assertThat(post(documents("during")).statusCode()).isEqualTo(200);
      limit(TEXTS, 100);
      await().atMost(Duration.ofSeconds(30)).until(() -> unread(TEXTS) > 0.5);
      assertHttpSaysRetryLater(HttpClient.Version.HTTP_2);
      assertHttpSaysRetryLater(HttpClient.Version.HTTP_1_1);
      assertGrpcSaysRetryLater();
      assertThat(broker.read(STATES)).hasSize(answers);
      assertThat(get("q/health/ready").statusCode()).isEqualTo(200);

      read(coder, Long.MAX_VALUE);
      limit(STATES, 1 << 30);
      limit(TEXTS, 1 << 30);
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> unread(TEXTS) < 0.5);
    List<String> answered =
        new StreamReader(broker)
            .answers().stream().map(answer -> answer.getDocument().getId()).toList();
    assertThat(answered).contains("during-0", "during-19").doesNotContain("refused");
    assertThat(post(documents("after")).statusCode()).isEqualTo(200);
  }

  private void assertHttpSaysRetryLater(HttpClient.Version version) throws Exception {
    String body = "{\"id\": \"refused\", \"text\": \"text\"}";
    HttpResponse<String> full =
        send(
            HttpRequest.newBuilder(root.resolve("v1/documents"))
                .version(version)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(full.statusCode()).isEqualTo(429);
    assertThat(full.headers().firstValue("Retry-After")).contains("5");
    assertThat(full.body())
        .contains("\"accepted\":0", "The stream is full: readers of test-texts have not read");
  }

  private void assertGrpcSaysRetryLater() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    StreamObserver<IngestRequest> call =
        EmbedderGrpc.newStub(channel).ingest(new Acknowledgements(done));
    call.onNext(IngestRequest.newBuilder().setId("refused").setText("text").build());
    call.onCompleted();
    assertThatThrownBy(() -> done.get(30, TimeUnit.SECONDS))
        .satisfies(
            e -> {
              assertThat(Status.fromThrowable(e).getCode())
                  .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
              var details = StatusProto.fromThrowable(e);
              assertThat(details).isNotNull();
              RetryInfo retry = details.getDetails(0).unpack(RetryInfo.class);
              assertThat(retry.getRetryDelay().getSeconds()).isEqualTo(5);
            });
  }

  private double unread(String topic) throws Exception {
    return metric("factorscope_unread_share{topic=\"" + topic + "\"}");
  }

  private void limit(String topic, long bytes) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    AlterConfigOp set =
        new AlterConfigOp(
            new ConfigEntry("retention.bytes", Long.toString(bytes)), AlterConfigOp.OpType.SET);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
    }
  }

  /** A member of a coder's group. */
  private KafkaConsumer<byte[], byte[]> coder() {
    Properties settings =
        Clients.member(broker.instance("coder", "full"), "factorscope.coder.full");
    settings.put("auto.offset.reset", "earliest");
    KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings);
    consumer.subscribe(List.of(STATES));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              consumer.poll(Duration.ofMillis(100));
              return !consumer.assignment().isEmpty();
            });
    return consumer;
  }

  /** Commits that the coder has read so far; or to the end, if that is nearer. */
  private static void read(KafkaConsumer<byte[], byte[]> coder, long offset) {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        coder.endOffsets(coder.assignment()).entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    end -> new OffsetAndMetadata(Math.min(end.getValue(), offset))));
    coder.commitSync(offsets);
  }

  private static String documents(String name) {
    return IntStream.range(0, 20)
        .mapToObj(i -> "{\"id\": \"" + name + "-" + i + "\", \"text\": \"A few words.\"}")
        .collect(Collectors.joining("\n"));
  }

  private record Acknowledgements(CompletableFuture<Void> done)
      implements StreamObserver<IngestResponse> {

    @Override
    public void onNext(IngestResponse response) {}

    @Override
    public void onError(Throwable failure) {
      done.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      done.complete(null);
    }
  }
}
