package io.factorscope.audit;

import io.factorscope.exactlyonce.TopicNames;

/**
 * The topics of one stream.
 *
 * @param model id of the model whose hidden states are audited
 * @param dictionary name of the dictionary whose codes are
 */
public record AuditedTopics(TopicNames names, String model, String dictionary) {

  /**
   * Topics whose names are checked.
   *
   * @throws IllegalArgumentException if model or dictionary can't be part of a topic's name
   */
  public AuditedTopics {
    names.hiddenStates(model);
    names.codes(dictionary);
  }

  String texts() {
    return names.texts();
  }

  String of(AuditedStep step) {
    return switch (step) {
      case HIDDEN_STATES -> names.hiddenStates(model);
      case CODES -> names.codes(dictionary);
    };
  }

  String deadLetters() {
    return names.deadLetters();
  }
}
