package io.factorscope.embedder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.exactlyonce.Headers;
import io.factorscope.v1.DeadLetter;
import io.factorscope.v1.Document;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.NoVectors;
import io.factorscope.v1.Slice;
import io.factorscope.v1.Window;
import io.factorscope.wire.HeaderNames;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a stream meets in the wild, through the whole service: a clear outcome, and nothing lost.
 */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class BadInputServiceTest extends ServiceTest {

  private static final String TEXTS = "test-texts";
  private static final int MEBIBYTE = 1 << 20;

  @Test
  void tenMegabytesInOneDocumentGoInPartsAndKeepTheirPlaces() throws Exception {
    // Mostly spaces: the model should not take minutes for a test.
    String text = ("word" + " ".repeat(16_380)).repeat(640);
    HttpResponse<String> response = post("{\"id\": \"ten\", \"text\": \"" + text + "\"}");
    assertThat(response.body()).contains("\"accepted\":1", "\"rejected\":0");

    Set<Integer> starts = new HashSet<>();
    for (HiddenStateBatch answer : answersTo("ten")) {
      for (Slice slice : answer.getSlicesList()) {
        starts.addAll(slice.getWindow().getStartsList());
      }
    }
    assertThat(starts).hasSize(640).allMatch(start -> start % 16_384 == 0);
  }

  @Test
  void overSixteenMebibytesIsRefusedByNameAndTheNextIsTaken() throws Exception {
    String body =
        "{\"id\": \"over\", \"text\": \"%s\"}\n{\"id\": \"next\", \"text\": \"x\"}"
            .formatted("x".repeat(16 * MEBIBYTE + 1));
    assertThat(post(body).body())
        .contains(
            "\"accepted\":1",
            "\"rejected\":1",
            "text: has 16777217 bytes of UTF-8, must have at most 16777216");
    assertThat(answersTo("next")).hasSize(1);
    assertThat(answersTo("over")).isEmpty();
  }

  @Test
  void invalidUtf8IsReplacedInABodyAndADeadLetterInTheTopic() throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write("{\"id\": \"broken\", \"text\": \"a".getBytes(UTF_8));
    body.write(0xC3);
    body.write(
        ("\"}\n{\"id\": \"sound\", \"text\": \"" + "x ".repeat(100) + "\"}").getBytes(UTF_8));
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(root.resolve("v1/documents"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
    assertThat(response.body()).contains("\"accepted\":2", "\"rejected\":0", "\"replaced\":1");

    byte[] invalid = {0x0A, 1, 'd', 0x1A, 1, (byte) 0xC3};
    assertThat(deadLetter(put(invalid, "factorscope.v1.Document")))
        .startsWith("value: is no factorscope.v1.Document: ");
    assertThat(answersTo("sound")).hasSize(1);
  }

  @Test
  void foreignAndCorruptRecordsAreDeadLettersWithAnAnswer() throws Exception {
    assertThat(deadLetter(put("{\"text\": \"json\"}".getBytes(UTF_8), null)))
        .isEqualTo("header type: is null, must be factorscope.v1.Document");
    assertThat(deadLetter(put(new byte[] {1, 2, 3}, "factorscope.v1.CodeBatch")))
        .isEqualTo("header type: is factorscope.v1.CodeBatch, must be factorscope.v1.Document");
    byte[] cut = {0x0A, 100, 'd'};
    assertThat(deadLetter(put(cut, "factorscope.v1.Document")))
        .startsWith("value: is no factorscope.v1.Document: ");
  }

  @Test
  void controlsEmojiAndMarksKeepTheirPlaces() throws Exception {
    String text = "a\\u0000b \\u0007bell " + EMOJI + " \\u200f\\ud83d lone e\\u0301\\u0302\\u0303!";
    assertThat(post("{\"id\": \"odd\", \"text\": \"" + text + "\"}").body())
        .contains("\"accepted\":1");
    List<HiddenStateBatch> answers = answersTo("odd");
    HiddenStateBatch batch = answers.getFirst();
    Document document = requireNonNull(new StreamReader(broker).texts().get(place(batch)));
    Window window = batch.getSlices(0).getWindow();
    String stored = document.getText();
    int smile = window.getPiecesList().indexOf("smile");
    assertThat(stored.substring(window.getStarts(smile), window.getEnds(smile))).isEqualTo("smile");
    int lone = window.getPiecesList().indexOf("lone");
    assertThat(stored.substring(window.getStarts(lone), window.getEnds(lone))).isEqualTo("lone");
    int accented = window.getPiecesList().lastIndexOf("e");
    assertThat(stored.substring(window.getStarts(accented), window.getEnds(accented)))
        .isEqualTo("e\u0301\u0302\u0303");
    assertThat(stored).contains("a\u0000b \u0007bell", "\uFFFD");
  }

  @Test
  void aRepeatedIdIsANewRevision() throws Exception {
    String line = "{\"id\": \"twice\", \"text\": \"The same words.\"}";
    assertThat(post(line + "\n" + line).body()).contains("\"accepted\":2");
    List<HiddenStateBatch> answers = answersTo("twice");
    assertThat(answers).hasSize(2);
    assertThat(answers.stream().map(StreamReader::place)).doesNotHaveDuplicates();
    assertThat(answers.get(0).getStates()).isEqualTo(answers.get(1).getStates());
  }

  @Test
  void anEmptyTextIsAnsweredWithTheReason() throws Exception {
    assertThat(post("{\"id\": \"empty\", \"text\": \"\"}").body()).contains("\"accepted\":1");
    NoVectors reason = answersTo("empty").getFirst().getNoVectors();
    assertThat(reason.getReason()).isEqualTo(NoVectors.Reason.EMPTY);
    assertThat(reason.getDetail()).isEqualTo("no token in the text");
  }

  private List<HiddenStateBatch> answersTo(String id) {
    return new StreamReader(broker)
        .answers().stream().filter(answer -> answer.getDocument().getId().equals(id)).toList();
  }

  private static String place(HiddenStateBatch batch) {
    return StreamReader.place(batch);
  }

  /** Writes a record past the API; answers its place. */
  private String put(byte[] value, @Nullable String type) throws Exception {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", broker.bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(TEXTS, 0, null, value);
      if (type != null) {
        record.headers().add(HeaderNames.TYPE, type.getBytes(UTF_8));
      }
      return "0/" + producer.send(record).get().offset();
    }
  }

  /** The reason in the dead letter of a record, which must have been answered, too. */
  private String deadLetter(String place) throws Exception {
    NoVectors answer =
        new StreamReader(broker)
            .answers().stream()
                .filter(each -> StreamReader.place(each).equals(place))
                .findFirst()
                .orElseThrow()
                .getNoVectors();
    assertThat(answer.getReason()).isEqualTo(NoVectors.Reason.DEAD_LETTER);
    for (ConsumerRecord<byte[], byte[]> record : broker.read("test-dead-letters")) {
      DeadLetter letter =
          Headers.parse(record, DeadLetter.parser(), DeadLetter.getDefaultInstance());
      if (place.equals(letter.getPartition() + "/" + letter.getOffset())) {
        assertThat(letter.getReason()).isEqualTo(answer.getDetail());
        return letter.getReason();
      }
    }
    throw new AssertionError("no dead letter of " + place);
  }
}
