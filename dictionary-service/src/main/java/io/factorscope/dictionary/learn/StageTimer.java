package io.factorscope.dictionary.learn;

import java.util.function.Supplier;

/** Measures stages; what they do does not depend on it. */
public interface StageTimer {

  /** Runs a stage and answers what it answers. */
  <T> T measure(LearnerStage stage, Supplier<T> work);

  /** Measures nothing. */
  static StageTimer none() {
    return new StageTimer() {
      @Override
      public <T> T measure(LearnerStage stage, Supplier<T> work) {
        return work.get();
      }
    };
  }
}
