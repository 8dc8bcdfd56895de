package io.factorscope.sparse;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what coders do, over all their workers. May be read at any time; counts of codes in
 * progress may be missing.
 */
public final class CodingStatistics {
  private final LongAdder codes = new LongAdder();
  private final LongAdder rounds = new LongAdder();
  private final LongAdder checkedInDouble = new LongAdder();
  private final LongAdder polished = new LongAdder();
  private final LongAdder grown = new LongAdder();
  private final LongAdder fallenBack = new LongAdder();
  private final LongAdder finished = new LongAdder();
  private final LongAdder productNanos = new LongAdder();
  private final LongAdder codingNanos = new LongAdder();

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

  /** Codes that needed more room than the active set of ordinary supports has. */
  public long grown() {
    return grown.sum();
  }

  /** Codes left to coordinate descent: support over every cap, or too little progress. */
  public long fallenBack() {
    return fallenBack.sum();
  }

  /** Proposals of a {@link CodeProposer} that were not certified, and so coded exactly. */
  public long finished() {
    return finished.sum();
  }

  /** Nanoseconds of all threads in the matrix product of states and atoms. */
  public long productNanos() {
    return productNanos.sum();
  }

  /** Nanoseconds of all threads in coding, the product included. */
  public long codingNanos() {
    return codingNanos.sum();
  }

  void code(int roundsOfCode) {
    codes.increment();
    rounds.add(roundsOfCode);
  }

  /** Rounds of a code that another solver ends. */
  void rounds(int roundsOfCode) {
    rounds.add(roundsOfCode);
  }

  void checkInDouble() {
    checkedInDouble.increment();
  }

  void polish() {
    polished.increment();
  }

  void grow() {
    grown.increment();
  }

  void fallBack() {
    fallenBack.increment();
  }

  void finish() {
    finished.increment();
  }

  void product(long nanos) {
    productNanos.add(nanos);
  }

  void coding(long nanos) {
    codingNanos.add(nanos);
  }
}
