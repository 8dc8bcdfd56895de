package io.factorscope.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.documents.InputCase;
import io.factorscope.documents.InputCases;
import io.factorscope.v1.Document;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The cases that the command line reads too, and how bodies are packed, over real HTTP. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class InputCasesServiceTest extends ServiceTest {

  private static final String LINE = "{\"id\":\"%s\",\"text\":\"packed\"}\n";

  @Test
  void everyCaseGivesItsDocumentsAndRefusals() throws Exception {
    List<InputCase.Expected> expected = new ArrayList<>();
    for (InputCase input : InputCases.all().toList()) {
      HttpResponse<String> response = post(input.bytes(), input.packed() ? "gzip" : "identity");
      check(input, response);
      expected.addAll(input.documents());
    }
    // A broker shows readers what is committed a moment after it has promised it.
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(texts()).containsAll(expected));
  }

  private static void check(InputCase input, HttpResponse<String> response) throws IOException {
    String answer = input + ": " + response.body();
    JsonNode report = new ObjectMapper().readTree(response.body());
    assertThat(report.path("accepted").asInt()).as(answer).isEqualTo(input.documents().size());
    assertThat(report.path("rejected").asInt()).as(answer).isEqualTo(input.refused());
    assertThat(report.path("replaced").asInt()).as(answer).isEqualTo(input.replaced());
    if (input.refused() > 0) {
      JsonNode first = report.path("firstError");
      assertThat(first.path("line").asLong()).as(answer).isEqualTo(input.firstRefused());
      assertThat(first.path("message").asText()).as(answer).contains(input.reason());
    }
    assertThat(report.has("error")).as(answer).isEqualTo(input.broken());
    if (input.broken()) {
      assertThat(report.path("error").asText()).as(answer).contains(input.reason());
    }
    boolean nothingGood = input.documents().isEmpty() && input.refused() > 0;
    assertThat(response.statusCode())
        .as(answer)
        .isEqualTo(nothingGood || input.broken() ? 400 : 200);
  }

  /** What is in the topic; ids that were made up count as none. */
  private List<InputCase.Expected> texts() {
    return new StreamReader(broker)
        .texts().values().stream()
            .map(Document.class::cast)
            .map(
                text ->
                    new InputCase.Expected(
                        text.getId().matches("[0-9a-f-]{36}") ? null : text.getId(),
                        text.getSource().isEmpty() ? null : text.getSource(),
                        text.getText()))
            .toList();
  }

  @Test
  void whatCurlMakesOfAFileSaysHowToSendIt() throws Exception {
    assertThat(post("{\"text\":\"a\"}{\"text\":\"b\"}").body())
        .contains(
            "\"rejected\":1", "something behind its JSON object", "--data-binary @file", "-T");
  }

  @Test
  void gzipIsUnpackedUnderBothItsNames() throws Exception {
    for (String name : List.of("gzip", "x-gzip", "GZip", "identity, gzip")) {
      HttpResponse<String> response = post(gzip(LINE.formatted(name)), name);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      assertThat(response.body()).contains("\"accepted\":1");
    }
  }

  @Test
  void otherEncodingsAre415AndTheAnswerNamesGzip() throws Exception {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
      out.write(LINE.getBytes(StandardCharsets.UTF_8));
    }
    for (String name : List.of("deflate", "br", "zstd", "gzip, gzip")) {
      HttpResponse<String> response = post(deflated.toByteArray(), name);
      assertThat(response.statusCode()).as(name).isEqualTo(415);
      assertThat(response.headers().firstValue("Accept-Encoding")).hasValue("gzip");
      assertThat(response.body())
          .contains("Content-Encoding: is " + name + ", must be gzip or identity");
    }
  }

  @Test
  void gzipThatNobodyNamesIsToldSo() throws Exception {
    HttpResponse<String> response = post(gzip(LINE.formatted("x")), "identity");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("seems to be gzip", "Content-Encoding: gzip");
  }

  @Test
  void aBodyThatBecomesAHundredTimesAsLargeIsRefused() throws Exception {
    HttpResponse<String> response = post(gzip(" ".repeat(80 << 20)), "gzip");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("gzip: becomes more than 100 times its size");
  }

  private HttpResponse<String> post(byte[] body, String encoding)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(root.resolve("v1/documents"))
            .header("Content-Encoding", encoding)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }
}
