package io.factorscope.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorscope.documents.Item;
import io.factorscope.documents.Refusal;
import io.factorscope.documents.TextDocument;
import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.standalone.corpus.Corpus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sender does with what is no document, and with a corpus that has no end. */
class PipeAndRefusalsTest {

  @TempDir Path folder;

  private final StopSignal stop = new StopSignal();
  private final AtomicInteger asked = new AtomicInteger();
  private IngestServer server;
  private IngestClient client;

  @BeforeEach
  void open() throws IOException {
    server = IngestServer.open(folder);
    client = new IngestClient(server.address(), Duration.ofSeconds(5), stop);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void whatIsNoDocumentIsCountedAndTheRestIsSent() {
    CorpusSender sender = send(corpus(Stream.of(document("a"), refusal(2), document("b"))));

    assertThat(sender.isComplete()).isTrue();
    assertThat(server.texts()).containsExactly("a", "b");
    assertThat(sender.refused()).isEqualTo(1);
    assertThat(sender.report())
        .isEqualTo("2 documents of test; 1 rejected, the first: f.ndjson:2: line: is bad");
  }

  @Test
  void strictStopsAtTheFirstThatIsNoDocumentAndSendsWhatCameBefore() {
    CorpusSender sender =
        CorpusSender.startStrict(
            corpus(Stream.of(document("a"), refusal(2), document("b"))), client, stop);
    sender.join(stop);

    assertThat(server.texts()).containsExactly("a");
    assertThat(sender.isComplete()).isFalse();
    assertThat(sender.report())
        .isEqualTo("1 documents of test; 1 rejected, the first: f.ndjson:2: line: is bad");
  }

  @Test
  void charactersThatWereReplacedAreCounted() {
    CorpusSender sender = send(corpus(Stream.of(new TextDocument("a", "", "x\uFFFD", 1))));

    assertThat(sender.replaced()).isEqualTo(1);
    assertThat(sender.report())
        .isEqualTo("1 documents of test; 1 characters that were no Unicode are U+FFFD now");
  }

  @Test
  void whatWasReadIsSentWithinASecondOfSilence() {
    BlockingQueue<TextDocument> pipe = new LinkedBlockingQueue<>();
    CorpusSender sender = CorpusSender.start(pipe(pipe), OptionalLong.empty(), client, stop);

    pipe.add(document("first"));
    await().atMost(Duration.ofSeconds(2)).until(() -> server.texts().contains("first"));
    pipe.add(document("second"));
    await().atMost(Duration.ofSeconds(2)).until(() -> server.texts().contains("second"));

    assertThat(sender.sent()).isEqualTo(2);
    sender.stop();
  }

  @Test
  void whatWasReadIsSentAtAStop() {
    BlockingQueue<TextDocument> pipe = new LinkedBlockingQueue<>();
    CorpusSender sender = CorpusSender.start(pipe(pipe), OptionalLong.empty(), client, stop);
    pipe.add(document("a"));
    pipe.add(document("b"));
    await().until(() -> asked.get() == 3); // so two are read

    sender.stop();

    assertThat(server.texts()).containsExactly("a", "b");
    assertThat(sender.isComplete()).isFalse();
    assertThat(sender.report()).isEqualTo("2 documents of test");
  }

  private CorpusSender send(Corpus corpus) {
    CorpusSender sender = CorpusSender.start(corpus, OptionalLong.empty(), client, stop);
    sender.join(stop);
    return sender;
  }

  private static Corpus corpus(Stream<? extends Item> items) {
    return new Corpus() {
      @Override
      public String description() {
        return "test";
      }

      @Override
      public Stream<Item> open() {
        return items.map(Item.class::cast);
      }
    };
  }

  /** Documents that come when they come, and have no end. */
  private Corpus pipe(BlockingQueue<TextDocument> documents) {
    return corpus(
        Stream.generate(
            () -> {
              asked.incrementAndGet();
              try {
                return documents.take();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            }));
  }

  private static TextDocument document(String id) {
    return new TextDocument(id, "", id);
  }

  private static Refusal refusal(long line) {
    return new Refusal(Refusal.Kind.DOCUMENT, "f.ndjson", line, "line: is bad");
  }
}
