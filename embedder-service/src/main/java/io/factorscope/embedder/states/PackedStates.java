package io.factorscope.embedder.states;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.Optional;

/** The states of one window, rounded and packed: token by token and, within a token, by layer. */
public final class PackedStates {

  private final byte[] rows;
  private final int bytesPerToken;
  private final Optional<String> problem;

  PackedStates(byte[] rows, int bytesPerToken, Optional<String> problem) {
    this.rows = rows;
    this.bytesPerToken = bytesPerToken;
    this.problem = problem;
  }

  /** Number of tokens whose states these are. */
  public int tokens() {
    return rows.length / bytesPerToken;
  }

  /** Why the states can't be used: a number that the type can't hold. */
  public Optional<String> problem() {
    return problem;
  }

  /** The rows of tokens from {@code first} to before {@code end}, not copied. */
  public ByteString rows(int first, int end) {
    return UnsafeByteOperations.unsafeWrap(
        rows, first * bytesPerToken, (end - first) * bytesPerToken);
  }
}
