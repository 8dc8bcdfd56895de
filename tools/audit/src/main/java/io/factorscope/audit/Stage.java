package io.factorscope.audit;

/** The steps that answer a document. */
enum Stage {
  HIDDEN_STATES("hidden-states"),
  CODES("codes");

  private final String label;

  Stage(String label) {
    this.label = label;
  }

  /** For people. */
  String label() {
    return label;
  }
}
