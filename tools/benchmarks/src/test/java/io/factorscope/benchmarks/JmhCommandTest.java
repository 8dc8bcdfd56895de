package io.factorscope.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.benchmarks.data.DataSet;
import io.factorscope.benchmarks.data.Preparation;
import io.factorscope.benchmarks.data.PreparedData;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All benchmarks run: one short iteration of each, in a process of its own. */
class JmhCommandTest {

  private static final DataSet TINY =
      new DataSet(DataSet.Source.PLANTED, 32, 96, List.of(4.0, 8.0), 256);

  @TempDir Path folder;

  @Test
  void everyBenchmarkRunsAndTakesTime() throws Exception {
    // Another JMH on this machine disturbs measurements, which do not matter here.
    System.setProperty("jmh.ignoreLock", "true");
    Progress silent = new Progress(new PrintStream(OutputStream.nullOutputStream()));
    PreparedData data = new Preparation(folder, folder, silent).prepare(List.of(TINY)).getFirst();
    Path result = folder.resolve("jmh.json");
    String quick = "-v SILENT -f 1 -wi 0 -i 1 -r 50ms -p support=1 -rf json -rff";
    List<String> arguments = new ArrayList<>(List.of(quick.split(" ", -1)));
    arguments.add(result.toString());
    JmhCommand.run(data.folder(), arguments);

    Set<String> names = new HashSet<>();
    for (JsonNode benchmark : new ObjectMapper().readTree(result.toFile())) {
      String name = benchmark.get("benchmark").asText();
      names.add(name.substring(name.lastIndexOf('.') + 1));
      assertThat(benchmark.at("/primaryMetric/score").asDouble()).as(name).isPositive();
    }
    assertThat(names)
        .containsExactlyInAnyOrder(
            "own",
            "onnxRuntime",
            "code",
            "certificate",
            "prepareVersion",
            "sums",
            "update",
            "packStates",
            "unpackStates",
            "packCodes",
            "readCodes");
  }
}
