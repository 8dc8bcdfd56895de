package io.factorscope.standalone.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorscope.local.MachineException;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.VersionHeader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dictionary was begun with: taken up again, and defended against other settings. */
class SettingsRecordTest {

  private static final DictionarySettings NOTHING = DictionarySettings.none();

  @TempDir Path folder;

  @Test
  void whatIsNotGivenIsTakenFromTheRecord() {
    record().settle("bge", new DictionarySettings(256, 0.6, List.of(0, 6)));

    assertThat(record().settle("bge", NOTHING))
        .isEqualTo(new DictionarySettings(256, 0.6, List.of(0, 6)));
  }

  @Test
  void anotherValueIsRefusedAndBothAreNamed() {
    record().settle("bge", new DictionarySettings(256, 0.6, List.of(0, 6)));

    assertRefused(
        new DictionarySettings(512, null, null),
        "--factors: is 512, but dictionary bge",
        "has 256");
    assertRefused(
        new DictionarySettings(null, 0.7, null), "--lambda: is 0.7, but dictionary bge", "has 0.6");
    assertRefused(
        new DictionarySettings(null, null, List.of(0, 12)), "--layers: is [0, 12]", "has [0, 6]");
    assertThat(record().settle("bge", NOTHING).factors()).isEqualTo(256);
  }

  @Test
  void theSameValueIsNoOther() {
    record().settle("bge", new DictionarySettings(256, 0.6, List.of(0, 6)));

    assertThat(record().settle("bge", new DictionarySettings(256, 0.6, List.of(0, 6))).lambda())
        .isEqualTo(0.6);
  }

  @Test
  void anotherDictionaryMayHaveOtherSettings() {
    record().settle("bge", new DictionarySettings(256, null, null));

    assertThat(record().settle("minilm", new DictionarySettings(512, null, null)).factors())
        .isEqualTo(512);
  }

  @Test
  void theFirstVersionTellsTheDefaults() {
    record().settle("bge", NOTHING);

    record().confirm(version(1536, 0.6));

    assertRefused(new DictionarySettings(null, 0.5, null), "--lambda: is 0.5", "has 0.6");
    assertRefused(new DictionarySettings(512, null, null), "--factors: is 512", "has 1536");
  }

  @Test
  void aDictionaryThatIsOtherThanAskedForIsRefusedAndRecordedAsItIs() {
    record().settle("bge", new DictionarySettings(null, 0.9, null));

    assertThatThrownBy(() -> record().confirm(version(1536, 0.6)))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("--lambda: is 0.9, but dictionary bge")
        .hasMessageContaining("has 0.6");
    assertThat(record().settle("bge", NOTHING).lambda()).isEqualTo(0.6);
  }

  private SettingsRecord record() {
    return new SettingsRecord(new DataFolder(folder));
  }

  private void assertRefused(DictionarySettings given, String... parts) {
    assertThatThrownBy(() -> record().settle("bge", given))
        .isInstanceOf(MachineException.class)
        .hasMessageContainingAll(parts);
  }

  private static VersionHeader version(int factors, double lambda) {
    return VersionHeader.newBuilder()
        .setId(DictionaryVersion.newBuilder().setName("bge").setVersion(1))
        .setFactors(factors)
        .setLambda(lambda)
        .addAllLayers(List.of(0, 2))
        .build();
  }
}
