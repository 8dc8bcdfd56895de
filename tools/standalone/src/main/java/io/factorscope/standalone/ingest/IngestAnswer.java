package io.factorscope.standalone.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What the API says became of a batch.
 *
 * @param accepted documents that are committed
 * @param rejected documents that will never be taken
 * @param firstErrorLine number of the first of these, from 1; 0 if there are none
 * @param firstError of the rejected ones; empty if there are none
 */
record IngestAnswer(int accepted, int rejected, long firstErrorLine, String firstError) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads an answer; one that is no report, e.g. a proxy's, says that nothing was done. */
  static IngestAnswer of(String body) {
    try {
      JsonNode report = JSON.readTree(body);
      return new IngestAnswer(
          report.path("accepted").asInt(0),
          report.path("rejected").asInt(0),
          report.path("firstError").path("line").asLong(0),
          report.path("firstError").path("message").asText(""));
    } catch (JsonProcessingException e) {
      return new IngestAnswer(0, 0, 0, "");
    }
  }

  /** How many documents, from the batch's first, need not be sent again. */
  int dealtWith() {
    return accepted + rejected;
  }
}
