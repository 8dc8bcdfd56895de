package io.factorscope.audit;

/**
 * Where the audit of one partition begins.
 *
 * @param document offset in texts of the first document that is audited
 * @param leftovers whether the steps' topics may begin with answers to earlier ones
 * @param texts where texts begins
 * @param states where hidden-states is read from
 * @param allAnswers whether hidden-states and codes still hold all that was ever written there
 */
record PartitionStart(
    long document, boolean leftovers, long texts, long states, boolean allAnswers) {

  /** Of topics that begin there. */
  PartitionStart(long document, boolean leftovers) {
    this(document, leftovers, 0, 0, false);
  }
}
