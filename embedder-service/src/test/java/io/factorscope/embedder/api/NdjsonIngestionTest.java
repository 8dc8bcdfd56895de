package io.factorscope.embedder.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorscope.edge.calls.RetryLaterException;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.Partitions;
import io.factorscope.exactlyonce.RecordPosition;
import io.factorscope.v1.Document;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class NdjsonIngestionTest {

  private static final int PARTITIONS = 4;

  private final List<List<OutputRecord>> transactions = new ArrayList<>();
  private Optional<String> full = Optional.empty();
  private int transactionsUntilTheBrokerGoes = Integer.MAX_VALUE;

  @Test
  void badLinesDoNotStopTheGoodOnes() throws Exception {
    NdjsonIngestion ingestion =
        ingestion(
            """
            {"id": "a", "text": "first"}
            nonsense

            {"id": "%s", "text": "its id is too long"}
            {"text": "last"}"""
                .formatted("x".repeat(513)));
    ingestion.run();
    IngestionReport report = ingestion.report(null);
    assertThat(report.accepted()).isEqualTo(2);
    assertThat(report.records()).isEqualTo(2);
    assertThat(report.rejected()).isEqualTo(2);
    assertThat(report.firstError()).extracting(IngestionReport.LineError::line).isEqualTo(2L);
    assertThat(documents().stream().map(Document::getText)).containsExactly("first", "last");
    assertThat(documents().get(1).getId()).hasSize(36);
  }

  @Test
  void documentsGoToThePartitionOfTheirIdInOrder() throws Exception {
    ingestion(lines(1_700)).run();
    assertThat(documents().stream().map(Document::getId))
        .containsExactlyElementsOf(IntStream.range(0, 1_700).mapToObj(i -> "d" + i).toList());
    assertThat(transactions.stream().flatMap(List::stream))
        .allMatch(record -> record.partition() == Partitions.of(record.key(), PARTITIONS));
    assertThat(transactions).hasSize(4);
  }

  @Test
  void aLongDocumentIsCommittedWithAllItsParts() throws Exception {
    NdjsonIngestion ingestion =
        ingestion("{\"id\": \"long\", \"text\": \"" + "word ".repeat(20_000) + "\"}");
    ingestion.run();
    assertThat(ingestion.report(null).accepted()).isEqualTo(1);
    assertThat(ingestion.report(null).records()).isEqualTo(4);
    assertThat(transactions).hasSize(1);
  }

  @Test
  void aLineThatIsTooLongIsSkipped() throws Exception {
    byte[] line = new byte[33 << 20];
    Arrays.fill(line, (byte) 'x');
    InputStream in =
        new SequenceInputStream(
            new ByteArrayInputStream(line),
            new ByteArrayInputStream("\n{\"text\": \"good\"}\n".getBytes(UTF_8)));
    NdjsonIngestion ingestion = new NdjsonIngestion(target(), in);
    ingestion.run();
    assertThat(ingestion.report(null).accepted()).isEqualTo(1);
    assertThat(String.valueOf(ingestion.report(null).firstError()))
        .contains("line: has over 33554432 bytes");
  }

  @Test
  void whatCameBeforeABreakIsCommittedAndTheReportSaysWhy() throws Exception {
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(lines(3).getBytes(UTF_8)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the sender is gone");
              }
            });
    NdjsonIngestion ingestion = new NdjsonIngestion(target(), broken);
    ingestion.run();
    assertThat(ingestion.broken()).isEqualTo("body:3: the sender is gone");
    assertThat(ingestion.report(null).accepted()).isEqualTo(3);
  }

  @Test
  void whenTheBrokerGoesTheReportSaysHowFarItCame() throws InterruptedException {
    transactionsUntilTheBrokerGoes = 2;
    NdjsonIngestion ingestion = ingestion(lines(1_700));
    assertThatThrownBy(ingestion::run)
        .isInstanceOfSatisfying(
            RetryLaterException.class,
            e -> assertThat(e.kind()).isEqualTo(RetryLaterException.Kind.AWAY))
        .hasMessage("The broker did not take it: gone");
    assertThat(ingestion.report("e").accepted()).isEqualTo(1_000);
  }

  @Test
  void aFullStreamTakesNothing() {
    full = Optional.of("readers sleep");
    assertThatThrownBy(() -> ingestion(lines(1)).run())
        .isInstanceOfSatisfying(
            RetryLaterException.class,
            e -> assertThat(e.kind()).isEqualTo(RetryLaterException.Kind.FULL))
        .hasMessage("The stream is full: readers sleep");
    assertThat(transactions).isEmpty();
  }

  private NdjsonIngestion ingestion(String body) {
    return new NdjsonIngestion(target(), new ByteArrayInputStream(body.getBytes(UTF_8)));
  }

  private Ingestion target() {
    return new Ingestion(this::write, () -> full, "texts", PARTITIONS);
  }

  private List<RecordPosition> write(List<OutputRecord> records) {
    if (transactions.size() == transactionsUntilTheBrokerGoes) {
      throw new KafkaException("gone");
    }
    transactions.add(List.copyOf(records));
    return records.stream().map(record -> new RecordPosition(record.partition(), 0)).toList();
  }

  private List<Document> documents() {
    return transactions.stream()
        .flatMap(List::stream)
        .map(record -> (Document) record.message())
        .toList();
  }

  private static String lines(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"id\": \"d" + i + "\", \"text\": \"text " + i + "\"}")
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
