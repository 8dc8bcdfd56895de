package io.factorscope.sparse;

/**
 * Proposes codes, as from another device. Nothing that it says is believed: {@link ProposingCoder}
 * certifies every proposal. Thread-safe.
 */
@FunctionalInterface
public interface CodeProposer {
  /**
   * Proposes codes for rows of finite states.
   *
   * @param states row-major [*][width]
   * @param from first row
   * @param count number of rows, at least 1
   */
  ProposedCodes propose(float[] states, int from, int count);
}
