package io.factorscope.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.standalone.machine.RunInfo;
import io.factorscope.standalone.versions.VersionRow;
import io.factorscope.standalone.versions.VersionTable;
import io.factorscope.versions.DictionariesClient;
import io.factorscope.versions.VersionList;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code versions}: the versions of the dictionary of a machine that runs. */
@Command(
    name = "versions",
    description =
        "Lists the versions of the dictionary of a machine that ./factorscope up has started: what"
            + " each was learned from, how it does on held-out vectors, and which is live.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "A version is live, earlier (it was live) or a candidate (live did not follow, and why).",
      "learned: vectors it was learned from; held out: vectors it was measured on, with the share of",
      "their variance that it explains, the mean number of factors a code, and the factors in no code;",
      "replaced: factors that are others than in the version before.",
      "",
      "Examples:",
      "  ./factorscope versions",
      "  ./factorscope versions --json | jq '.versions[-1].explainedVariance'"
    })
final class VersionsCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin private DataOption data = new DataOption();

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    RunInfo info = RunInfo.running(data.folder());
    VersionList listing = listing(info);
    List<VersionRow> rows =
        listing.versions().stream().map(each -> VersionRow.of(each, listing.live())).toList();
    if (json) {
      System.out.println(json(info.dictionary(), listing.live(), rows));
    } else if (rows.isEmpty()) {
      System.out.println(
          info.dictionary() + " has no version yet: the first is made from the stream");
    } else {
      new VersionTable(ZoneId.systemDefault()).lines(rows).forEach(System.out::println);
    }
    return 0;
  }

  private static VersionList listing(RunInfo info) {
    try (DictionariesClient dictionaries = info.dictionaries()) {
      return dictionaries.list(info.dictionary(), 0, PATIENCE);
    }
  }

  private static String json(String dictionary, long live, List<VersionRow> rows) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("dictionary", dictionary);
    object.put("live", live);
    object.put("versions", rows);
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("versions can't be written as JSON", e);
    }
  }
}
