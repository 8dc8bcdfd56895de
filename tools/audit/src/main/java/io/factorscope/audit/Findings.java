package io.factorscope.audit;

import java.util.ArrayList;
import java.util.List;

/** What is wrong: counts of each kind, and the first findings in words. */
final class Findings {

  private static final int TOLD = 20;

  private final List<String> told = new ArrayList<>();
  private long lost;
  private long uncounted;
  private long doubled;
  private long outOfOrder;
  private long malformed;

  void lost(long vectors, String what) {
    lost += vectors;
    tell("lost", vectors, what);
  }

  void uncounted(long offsets, String what) {
    uncounted += offsets;
    tell("not counted", offsets, what);
  }

  void doubled(long vectors, String what) {
    doubled += vectors;
    tell("doubled", vectors, what);
  }

  void outOfOrder(String what) {
    outOfOrder++;
    tell("out of order", 1, what);
  }

  void malformed(String what) {
    malformed++;
    tell("malformed", 1, what);
  }

  long lost() {
    return lost;
  }

  long uncounted() {
    return uncounted;
  }

  long doubled() {
    return doubled;
  }

  long outOfOrder() {
    return outOfOrder;
  }

  long malformed() {
    return malformed;
  }

  /** The first findings, for people. */
  List<String> told() {
    return List.copyOf(told);
  }

  private void tell(String kind, long count, String what) {
    if (told.size() < TOLD) {
      told.add(kind + " (" + count + "): " + what);
    }
  }
}
