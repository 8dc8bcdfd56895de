package io.factorscope.audit;

/** The steps that answer a document. */
enum AuditedStep {
  HIDDEN_STATES("hidden-states"),
  CODES("codes");

  private final String label;

  AuditedStep(String label) {
    this.label = label;
  }

  /** For people. */
  String label() {
    return label;
  }
}
