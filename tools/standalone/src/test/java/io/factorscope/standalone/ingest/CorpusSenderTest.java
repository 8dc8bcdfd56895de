package io.factorscope.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.factorscope.documents.Item;
import io.factorscope.documents.TextDocument;
import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.standalone.corpus.Corpus;
import io.factorscope.standalone.corpus.CorpusException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sending of a corpus to an API of this test, which refuses as it is told to. */
class CorpusSenderTest {

  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final StopSignal stop = new StopSignal();
  private final List<String> taken = Collections.synchronizedList(new ArrayList<>());
  private final Queue<Integer> refusals = new ArrayDeque<>();
  private final AtomicLong requests = new AtomicLong();

  /** How many documents of a refused request are committed nevertheless. */
  private int beforeRefusal;

  private HttpServer server;
  private IngestClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/documents", this::take);
    server.start();
    client = new IngestClient("http://127.0.0.1:" + server.getAddress().getPort(), PATIENCE, stop);
  }

  @AfterEach
  void end() {
    client.close();
    server.stop(0);
  }

  @Test
  void sendsEveryDocumentOnceAndInOrder() {
    CorpusSender sender = send(numbered(1000), OptionalLong.empty());

    assertThat(sender.isComplete()).isTrue();
    assertThat(sender.sent()).isEqualTo(1000);
    assertThat(taken)
        .containsExactlyElementsOf(IntStream.range(0, 1000).mapToObj(i -> "d" + i).toList());
    assertThat(requests.get()).isLessThan(50);
    assertThat(sender.completed()).isGreaterThanOrEqualTo(sender.begun()).isPositive();
  }

  @Test
  void stopsAtTheLimit() {
    CorpusSender sender = send(numbered(1000), OptionalLong.of(130));

    assertThat(sender.sent()).isEqualTo(130);
    assertThat(taken).hasSize(130);
  }

  @Test
  void readsNoFurtherThanIsTaken() {
    AtomicLong read = new AtomicLong();
    refusals.addAll(Collections.nCopies(3, 429));
    Corpus endless =
        corpus(
            Stream.generate(
                () -> new TextDocument("d" + read.incrementAndGet(), "", "x".repeat(1000))));

    CorpusSender sender = send(endless, OptionalLong.of(500));

    assertThat(sender.sent()).isEqualTo(500);
    assertThat(read.get()).isLessThanOrEqualTo(501);
  }

  @Test
  void sendsAgainWhenTheApiIsBehindOrNotReady() {
    refusals.addAll(List.of(429, 503, 429));

    CorpusSender sender = send(numbered(10), OptionalLong.empty());

    assertThat(sender.isComplete()).isTrue();
    assertThat(taken).hasSize(10);
    assertThat(requests.get()).isEqualTo(4);
  }

  @Test
  void doesNotSendAgainWhatWasCommittedBeforeTheApiClosed() {
    beforeRefusal = 4;
    refusals.addAll(List.of(503, 429));

    CorpusSender sender = send(numbered(10), OptionalLong.empty());

    assertThat(sender.sent()).isEqualTo(10);
    assertThat(taken)
        .containsExactlyElementsOf(IntStream.range(0, 10).mapToObj(i -> "d" + i).toList());
  }

  @Test
  void countsRejectedDocumentsAndGoesOn() {
    CorpusSender sender =
        send(
            corpus(Stream.of("a", "bad", "b").map(id -> new TextDocument(id, "", "text"))),
            OptionalLong.empty());

    assertThat(sender.isComplete()).isTrue();
    assertThat(sender.sent()).isEqualTo(2);
    assertThat(sender.report())
        .isEqualTo("2 documents of test; 1 rejected, the first: bad: id: is bad");
  }

  @Test
  void tellsWhatTheApiRefusesForGood() {
    refusals.add(400);

    CorpusSender sender = send(numbered(10), OptionalLong.empty());

    assertThatThrownBy(sender::isComplete)
        .isInstanceOf(IngestException.class)
        .hasMessageContaining("answered 400: refused; 0 documents of test were committed before");
  }

  @Test
  void tellsThatNobodyAnswers() {
    server.stop(0);

    CorpusSender sender = send(numbered(10), OptionalLong.empty());

    assertThatThrownBy(sender::isComplete)
        .isInstanceOf(IngestException.class)
        .hasMessageContaining("nobody answers");
  }

  @Test
  void tellsWhatIsWrongWithTheCorpus() {
    Corpus broken =
        corpus(
            Stream.of("a", "b")
                .map(
                    id -> {
                      if (id.equals("b")) {
                        throw new CorpusException("builtin: is missing");
                      }
                      return new TextDocument(id, "", "text");
                    }));

    CorpusSender sender = send(broken, OptionalLong.empty());

    assertThatThrownBy(sender::isComplete)
        .isInstanceOf(IngestException.class)
        .hasMessage("builtin: is missing; 0 documents of test were committed before");
  }

  @Test
  void aStopEndsTheWaitingForAnApiThatTakesNothing() {
    refusals.addAll(Collections.nCopies(1000, 429));

    CorpusSender sender = CorpusSender.start(numbered(10), OptionalLong.empty(), client, stop);
    sender.stop();

    assertThat(sender.isComplete()).isFalse();
    assertThat(sender.sent()).isZero();
  }

  @Test
  void anEmptyCorpusIsComplete() {
    CorpusSender sender = send(numbered(0), OptionalLong.empty());

    assertThat(sender.isComplete()).isTrue();
    assertThat(requests.get()).isZero();
    assertThat(sender.isEmpty()).isTrue();
    assertThat(sender.report()).startsWith("0 documents of test; there is none: ");
  }

  @Test
  void whatIsSaidWhenNobodyTakesMoreIsHowFarItCame() {
    refusals.addAll(List.of(0, 400));

    CorpusSender sender = send(numbered(100), OptionalLong.empty());

    assertThatThrownBy(sender::isComplete)
        .hasMessageContaining("; 64 documents of test were committed before");
  }

  @Test
  void whatWasReadAndNobodyTakesAtAStopIsTold() {
    refusals.addAll(Collections.nCopies(1000, 429));
    CorpusSender sender = CorpusSender.start(numbered(10), OptionalLong.empty(), client, stop);
    await().until(() -> requests.get() > 0);

    sender.stop();

    assertThat(sender.report()).isEqualTo("0 documents of test; 10 that were read were not sent");
  }

  private CorpusSender send(Corpus corpus, OptionalLong limit) {
    CorpusSender sender = CorpusSender.start(corpus, limit, client, stop);
    sender.join(stop);
    return sender;
  }

  private static Corpus numbered(int documents) {
    return corpus(
        IntStream.range(0, documents)
            .mapToObj(i -> new TextDocument("d" + i, "test", "text ü " + i)));
  }

  private static Corpus corpus(Stream<? extends Item> documents) {
    return new Corpus() {
      @Override
      public String description() {
        return "test";
      }

      @Override
      public Stream<Item> open() {
        return documents.map(Item.class::cast);
      }
    };
  }

  private void take(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    List<String> lines =
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    Integer refusal = refusals.poll();
    if (refusal == null || refusal == 0) {
      answer(exchange, 200, commit(lines));
    } else if (beforeRefusal == 0) {
      answer(exchange, refusal, "refused");
    } else {
      answer(exchange, refusal, commit(lines.subList(0, Math.min(beforeRefusal, lines.size()))));
    }
  }

  private String commit(List<String> lines) throws IOException {
    int rejected = 0;
    int bad = 0;
    for (int i = 0; i < lines.size(); i++) {
      String id = new ObjectMapper().readTree(lines.get(i)).get("id").textValue();
      if (id.equals("bad")) {
        rejected++;
        bad = i + 1;
      } else {
        taken.add(id);
      }
    }
    String firstError =
        rejected > 0
            ? ", \"firstError\": {\"line\": " + bad + ", \"message\": \"id: is bad\"}"
            : "";
    return String.format(
        "{\"accepted\": %d, \"rejected\": %d%s}", lines.size() - rejected, rejected, firstError);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
