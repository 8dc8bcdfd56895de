package io.factorscope.sparse;

import java.util.concurrent.atomic.LongAdder;

/**
 * What a coder did since it was made, over all its workers. Read at any time; counts of codes in
 * progress may be missing.
 */
public final class CodingStatistics {
  private final LongAdder codes = new LongAdder();
  private final LongAdder rounds = new LongAdder();
  private final LongAdder checkedInDouble = new LongAdder();
  private final LongAdder polished = new LongAdder();
  private final LongAdder fallenBack = new LongAdder();

  /** Codes made. */
  public long codes() {
    return codes.sum();
  }

  /** Rounds of adding factors, over all codes. */
  public long rounds() {
    return rounds.sum();
  }

  /** Certificates that float arithmetic could not decide, and double arithmetic did. */
  public long checkedInDouble() {
    return checkedInDouble.sum();
  }

  /** Newton steps taken because the activations were not accurate enough. */
  public long polished() {
    return polished.sum();
  }

  /** Codes left to {@link WorkingSetCoder}: support over the cap, or too little progress. */
  public long fallenBack() {
    return fallenBack.sum();
  }

  void code(int roundsOfCode) {
    codes.increment();
    rounds.add(roundsOfCode);
  }

  void checkInDouble() {
    checkedInDouble.increment();
  }

  void polish() {
    polished.increment();
  }

  void fallBack() {
    fallenBack.increment();
  }
}
