package io.factorscope.models;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What applies to a model where its user has chosen nothing.
 *
 * @param chosenLambda λ of {@code 1/2 ||x - Φα||² + λ ||α||₁}, where it was measured for this model
 * @param window tokens of a window, special tokens not counted
 */
public record ModelDefaults(OptionalDouble chosenLambda, int window) {
  /** Of a model that nothing is known of. */
  static final ModelDefaults USUAL = new ModelDefaults(OptionalDouble.empty(), 64);

  private static final double SHARE_OF_NORM = 0.05;

  /**
   * λ of a new dictionary.
   *
   * @param medianNorm median length of the states that its first version is made from
   */
  public double lambda(double medianNorm) {
    return chosenLambda.orElse(SHARE_OF_NORM * medianNorm);
  }

  /**
   * The layers whose states are published: every second from the embedding (0) on, and the last.
   *
   * @param last index of the model's last layer
   * @return ascending
   */
  public List<Integer> layers(int last) {
    return IntStream.rangeClosed(0, last)
        .filter(layer -> layer % 2 == 0 || layer == last)
        .boxed()
        .toList();
  }
}
