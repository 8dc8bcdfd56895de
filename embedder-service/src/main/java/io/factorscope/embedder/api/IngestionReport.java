package io.factorscope.embedder.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What became of the lines of one request.
 *
 * @param accepted documents that are committed
 * @param records of {@code texts} that they became: more than documents where some were split
 * @param rejected lines that are no document
 * @param replaced characters of the accepted documents that are U+FFFD now, since they were no
 *     Unicode
 * @param firstError the first of the lines that are no document
 * @param error why reading ended early, if it did: lines after {@code accepted + rejected} (blank
 *     ones not counted) are not taken in
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IngestionReport(
    long accepted,
    long records,
    long rejected,
    long replaced,
    @Nullable LineError firstError,
    @Nullable String error) {

  /** Of a request of which nothing was read. */
  static IngestionReport unread(String error) {
    return new IngestionReport(0, 0, 0, 0, null, error);
  }

  /**
   * A bad line.
   *
   * @param line counted from 1
   */
  public record LineError(long line, String message) {}
}
