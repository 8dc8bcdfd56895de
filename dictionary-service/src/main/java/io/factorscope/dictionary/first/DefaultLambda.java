package io.factorscope.dictionary.first;

/** λ where nobody chose one. */
final class DefaultLambda {

  private static final double SHARE_OF_NORM = 0.05;

  private DefaultLambda() {}

  /**
   * @param medianNorm of the states that version 1 is made from
   */
  static double of(String model, double medianNorm) {
    return switch (model) {
      case "bge-small-en-v1.5" -> 0.6;
      case "bert-base-uncased" -> 1.0;
      default -> SHARE_OF_NORM * medianNorm;
    };
  }
}
