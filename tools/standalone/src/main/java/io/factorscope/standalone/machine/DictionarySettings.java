package io.factorscope.standalone.machine;

import io.factorscope.local.MachineException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is fixed in a dictionary's first version; null is what nobody has said.
 *
 * @param factors m
 * @param lambda λ
 * @param layers ascending, 0 is the embedding output
 */
public record DictionarySettings(
    @Nullable Integer factors, @Nullable Double lambda, @Nullable List<Integer> layers) {

  static DictionarySettings none() {
    return new DictionarySettings(null, null, null);
  }

  /**
   * These settings, completed by those that are recorded.
   *
   * @param dictionary its name, for the message
   * @throws MachineException if one is given and differs from the recorded one
   */
  DictionarySettings over(DictionarySettings recorded, String dictionary) {
    return new DictionarySettings(
        agreed("--factors", factors, recorded.factors, dictionary),
        agreed("--lambda", lambda, recorded.lambda, dictionary),
        agreed("--layers", layers, recorded.layers, dictionary));
  }

  private static <T> @Nullable T agreed(
      String option, @Nullable T given, @Nullable T recorded, String dictionary) {
    if (given != null && recorded != null && !given.equals(recorded)) {
      throw new MachineException(
          option
              + ": is "
              + given
              + ", but dictionary "
              + dictionary
              + " in this data folder has "
              + recorded
              + "; leave the option out, give another --data, or remove the folder with"
              + " ./factorscope clean");
    }
    return given != null ? given : recorded;
  }
}
