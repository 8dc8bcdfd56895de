package io.factorscope.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.benchmarks.Progress;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCodes;
import io.factorscope.sparse.learn.VersionRule;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationTest {

  private static final DataSet TINY =
      new DataSet(DataSet.Source.PLANTED, 24, 64, List.of(5.0), 256);

  private static final Progress SILENT =
      new Progress(new PrintStream(OutputStream.nullOutputStream()));

  @TempDir Path folder;

  @Test
  void theSameDataComeOutOfEveryMachine() {
    PreparedData one = prepared(folder.resolve("one"));
    PreparedData other = prepared(folder.resolve("other"));

    assertThat(one.lambdas()).isEqualTo(other.lambdas());
    assertThat(one.states()).isEqualTo(other.states()).hasSize(256 * 24);
    assertThat(one.atoms()).isEqualTo(other.atoms()).hasSize(64 * 24);
  }

  @Test
  void whatIsThereIsNotMadeAgainAndWhatWasCutOffIs() throws IOException {
    Path cache = folder.resolve("cache");
    PreparedData first = prepared(cache);
    Path atoms = first.folder().resolve(PreparedData.ATOMS);
    Files.write(atoms, new byte[4]);
    prepared(cache);
    assertThat(Files.size(atoms)).isEqualTo(4);

    Files.delete(first.folder().resolve("data.json"));
    prepared(cache);
    assertThat(Files.size(atoms)).isEqualTo(4 * 64 * 24);
  }

  @Test
  void drawnRowsAreRowsEachOnce() {
    float[] values = new float[20];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Rows drawn = new Rows(values, 2).drawn(10, 3);

    assertThat(drawn.values()).isNotEqualTo(values).containsExactlyInAnyOrder(values);
    for (int row = 0; row < 10; row++) {
      assertThat(drawn.values()[2 * row + 1]).isEqualTo(drawn.values()[2 * row] + 1);
    }
  }

  @Test
  void aLearnedDictionaryExplainsWhatItHasNotSeen() {
    PlantedStates planted = new PlantedStates(48, 24, 5);
    Rows training = planted.states(6000, 4);
    Rows unseen = planted.states(512, 4);
    DictionaryTraining training48 = new DictionaryTraining(48, 0.3, VersionRule.DEFAULT, 5, SILENT);

    double learned = meanError(training48.of(training), unseen);
    double samples = meanError(training48.of(training.range(0, 60)), unseen);
    assertThat(learned).isLessThan(0.8 * samples);
  }

  /** Mean squared norm of what a code leaves. */
  private static double meanError(Dictionary dictionary, Rows states) {
    var coder = new io.factorscope.sparse.WorkingSetCoder(dictionary, 0.3);
    var builder = new SparseCodes.Builder(states.count());
    coder.newWorker().encode(states.values(), 0, states.count(), builder);
    var codes = builder.build();
    double[] errors = new double[states.count()];
    Arrays.setAll(
        errors,
        row ->
            io.factorscope.sparse.Certificate.of(dictionary, 0.3, states.values(), row, codes, row)
                .squaredError());
    return Arrays.stream(errors).average().orElseThrow();
  }

  private static PreparedData prepared(Path cache) {
    return new Preparation(cache, cache, SILENT).prepare(List.of(TINY)).getFirst();
  }
}
