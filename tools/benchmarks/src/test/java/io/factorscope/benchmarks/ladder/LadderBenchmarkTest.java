package io.factorscope.benchmarks.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.factorscope.benchmarks.Progress;
import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.standalone.machine.DataFolder;
import io.factorscope.standalone.machine.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All rungs with a real broker and real services, measured for a moment each. */
class LadderBenchmarkTest {

  private static final Path HOME = Path.of(System.getProperty("factorscope.home"));
  private static final Timing SHORT = new Timing(1, 1, 1, 3, 1, 1);

  @TempDir Path folder;

  @Test
  void everyRungAndTheStreamHaveARate() {
    for (String service : new String[] {"embedder", "coder", "dictionary"}) {
      Path jar = HOME.resolve(service + "-service/target/quarkus-app/quarkus-run.jar");
      assumeTrue(Files.exists(jar), jar + " is not built; mvn package builds it");
    }
    LadderReport report =
        new LadderBenchmark(
                new Installation(HOME),
                new DataFolder(folder.resolve("data")),
                SHORT,
                new StopSignal(),
                new Progress(System.err))
            .run();

    assertThat(report.rows())
        .extracting(LadderReport.Row::rung)
        .containsExactly(
            "tokenise",
            "embed",
            "publish-states",
            "consume-code",
            "publish-codes",
            "consume-learn");
    assertThat(report.rows()).allMatch(row -> row.tokensPerSecond() > 0);
    assertThat(report.bareEmbed()).isPositive();
    assertThat(report.evidenceShare()).isBetween(1.0 / 16, 1.0);
    assertThat(report.harmonicSum())
        .isLessThan(
            report.rows().stream()
                .mapToDouble(LadderReport.Row::tokensPerSecond)
                .min()
                .orElseThrow());
    assertThat(report.ratio()).isCloseTo(report.stream() / report.harmonicSum(), within(1e-9));
  }
}
