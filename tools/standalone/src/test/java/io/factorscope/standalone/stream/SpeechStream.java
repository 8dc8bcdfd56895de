package io.factorscope.standalone.stream;

import io.factorscope.documents.Item;
import io.factorscope.documents.TextDocument;
import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.standalone.corpus.Corpora;
import io.factorscope.standalone.corpus.Corpus;
import io.factorscope.standalone.ingest.CorpusSender;
import io.factorscope.standalone.ingest.IngestClient;
import io.factorscope.standalone.machine.ServiceSpecs;
import java.time.Duration;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/** The built-in speeches, sent one by one at a slow pace, as news comes in. */
final class SpeechStream implements AutoCloseable {

  private static final Duration PACE = Duration.ofMillis(400);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final StopSignal ending = new StopSignal();
  private final StopSignal broken = new StopSignal();
  private final IngestClient client;
  private final FutureTask<Long> sending = new FutureTask<>(this::send);

  private SpeechStream(String address) {
    this.client = new IngestClient(address, PATIENCE, broken);
  }

  /** Starts sending to a machine that is ready. */
  static SpeechStream start(UpProcess up) {
    String address = up.info().orElseThrow().address(ServiceSpecs.EMBEDDER);
    SpeechStream stream = new SpeechStream(address);
    Thread.ofPlatform().name("speeches").daemon().start(stream.sending);
    return stream;
  }

  /** Ends the stream; answers how many documents were acknowledged. */
  long end() throws InterruptedException, ExecutionException {
    ending.give();
    return sending.get();
  }

  @Override
  public void close() {
    ending.give();
    broken.give();
    client.close();
  }

  private long send() {
    long sent = 0;
    try (Stream<TextDocument> speeches = Corpora.builtin()) {
      Iterator<TextDocument> next = speeches.iterator();
      while (next.hasNext() && !ending.await(PACE)) {
        sent += send(next.next());
      }
    }
    return sent;
  }

  private long send(TextDocument speech) {
    CorpusSender sender = CorpusSender.start(one(speech), OptionalLong.empty(), client, broken);
    sender.join(broken);
    if (!sender.isComplete()) {
      throw new IllegalStateException("not sent: " + speech.id());
    }
    return sender.sent();
  }

  private static Corpus one(TextDocument speech) {
    return new Corpus() {
      @Override
      public String description() {
        return "a speech";
      }

      @Override
      public Stream<Item> open() {
        return Stream.of(speech);
      }
    };
  }
}
