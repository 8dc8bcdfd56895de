package io.factorscope.embedder.doors;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What became of the lines of one request.
 *
 * @param accepted documents that are committed
 * @param records of {@code texts} that they became: more than documents where some were split
 * @param rejected lines that are no document
 * @param firstError the first of these
 * @param error why reading ended early, if it did: lines after {@code accepted + rejected} (blank
 *     ones not counted) are not taken in
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IngestionReport(
    long accepted,
    long records,
    long rejected,
    @Nullable LineError firstError,
    @Nullable String error) {

  /**
   * A bad line.
   *
   * @param line counted from 1
   */
  public record LineError(long line, String message) {}
}
