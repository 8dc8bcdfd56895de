package io.factorscope.dictionary.learn;

/** What the thread of a dictionary's owner does. */
public enum LearnerStage {
  /** Adding a record of evidence to the sums. */
  SUMS,
  /** Making a version's atoms. */
  UPDATE,
  /** Building the coder of a version, and scoring it and the one in use on held-out vectors. */
  GATE,
  /** Writing the learner's state as messages, in memory. */
  CHECKPOINT,
  /** The transaction of a version, with the checkpoint if one goes with it. */
  PUBLICATION
}
