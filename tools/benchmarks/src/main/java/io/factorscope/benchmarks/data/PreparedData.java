package io.factorscope.benchmarks.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.benchmarks.BenchmarkException;
import io.factorscope.sparse.Dictionary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A data set that lies in a folder.
 *
 * @param folder with {@link #ATOMS}, {@link #STATES} and a description
 * @param lambdas one for each support of the set, in that order
 */
public record PreparedData(Path folder, DataSet set, List<Double> lambdas) {

  /** File of the dictionary: float32, little-endian, row-major [factors][width]. */
  public static final String ATOMS = "atoms.f32";

  /** File of the states: float32, little-endian, row-major [states][width]. */
  public static final String STATES = "states.f32";

  private static final String DESCRIPTION = "data.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is written: the recipe too, so that data made by another one are made again. */
  private record Description(String recipe, DataSet set, List<Double> lambdas) {}

  public PreparedData {
    lambdas = List.copyOf(lambdas);
  }

  /** Whether the folder holds this set, made by this recipe. */
  static boolean isIn(Path folder, DataSet set, String recipe) {
    if (!Files.isRegularFile(folder.resolve(DESCRIPTION))) {
      return false;
    }
    try {
      Description found = description(folder);
      return found.recipe().equals(recipe) && found.set().equals(set);
    } catch (BenchmarkException e) {
      return false;
    }
  }

  /** Writes a set; the description last, so that what was cut off is not taken for whole. */
  static void write(
      Path folder,
      DataSet set,
      String recipe,
      Dictionary dictionary,
      Rows states,
      List<Double> lambdas)
      throws IOException {
    Files.createDirectories(folder);
    Files.deleteIfExists(folder.resolve(DESCRIPTION));
    FloatFile.write(folder.resolve(ATOMS), dictionary.atoms());
    FloatFile.write(folder.resolve(STATES), states.values());
    JSON.writeValue(folder.resolve(DESCRIPTION).toFile(), new Description(recipe, set, lambdas));
  }

  /**
   * Reads the description of the set in a folder.
   *
   * @throws BenchmarkException if there is none that can be read
   */
  public static PreparedData in(Path folder) {
    Description found = description(folder);
    return new PreparedData(folder, found.set(), found.lambdas());
  }

  private static Description description(Path folder) {
    try {
      return JSON.readValue(folder.resolve(DESCRIPTION).toFile(), Description.class);
    } catch (IOException e) {
      throw new BenchmarkException(
          folder + " holds no data that can be read; remove it and prepare again", e);
    }
  }

  /** The dictionary, read now. */
  public Dictionary dictionary() {
    return Dictionary.of(atoms(), set.factors(), set.width());
  }

  /** The atoms, row-major [factors][width], read now. */
  public float[] atoms() {
    return read(ATOMS);
  }

  /** The states to be timed, row-major [states][width], read now. */
  public float[] states() {
    return read(STATES);
  }

  private float[] read(String file) {
    try {
      return FloatFile.read(folder.resolve(file));
    } catch (IOException e) {
      throw new BenchmarkException(
          folder.resolve(file) + " can't be read; remove the folder and prepare again", e);
    }
  }
}
