package io.factorscope.dictionary.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.EvidenceUpdate;
import io.factorscope.v1.VersionHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetentionTest {

  private static final long MINUTE = 60_000;
  private static final Set<Long> NOTHING = Set.of();

  @Test
  void keepsTheFirstTheDoublingsTheNewestAndTheYoung() {
    // Version n has learned 600 (n - 1) vectors, and was made at minute n.
    KeptAtoms kept = new KeptAtoms(new Retention(5, Duration.ofMinutes(10)), versions(40).stream());

    List<Long> needless = numbers(kept.needless(41, NOTHING, 41 * MINUTE));

    assertThat(needless).doesNotContain(1L, 2L, 3L, 5L, 8L, 15L, 29L); // 600, 1200, 2400, 4200...
    assertThat(needless).contains(4L, 6L, 7L, 9L, 14L, 16L, 28L, 30L, 31L);
    assertThat(needless).allMatch(version -> version <= 31); // ten minutes before minute 41
    assertThat(numbers(kept.needless(41, NOTHING, 141 * MINUTE))).endsWith(35L, 36L);
  }

  @Test
  void keepsWhatIsInUseAndDropsNothingTwice() {
    KeptAtoms kept = new KeptAtoms(new Retention(5, Duration.ZERO), versions(40).stream());

    List<VersionHeader> needless = kept.needless(41, Set.of(7L, 30L), 41 * MINUTE);
    assertThat(numbers(needless)).contains(6L, 31L).doesNotContain(7L, 30L);
    kept.remove(needless);

    assertThat(numbers(kept.needless(41, NOTHING, 41 * MINUTE))).containsExactly(7L, 30L);
  }

  @Test
  void knowsWhatWasDroppedBeforeItsTime() {
    List<VersionHeader> versions = new ArrayList<>(versions(40));
    versions.set(5, versions.get(5).toBuilder().setAtomsDropped(true).build());

    KeptAtoms kept = new KeptAtoms(new Retention(5, Duration.ZERO), versions.stream());

    assertThat(numbers(kept.needless(41, NOTHING, 41 * MINUTE))).contains(7L).doesNotContain(6L);
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> new Retention(0, Duration.ZERO))
        .hasMessage("newest: is 0, must be at least 1");
    assertThatThrownBy(() -> Retention.DEFAULT.withYoung(Duration.ofMillis(-1)))
        .hasMessage("factorscope.dictionary.atoms-kept: is PT-0.001S, must not be negative");
  }

  private static List<VersionHeader> versions(int count) {
    List<VersionHeader> versions = new ArrayList<>();
    for (long number = 1; number <= count; number++) {
      VersionHeader.Builder header =
          VersionHeader.newBuilder().setId(DictionaryVersion.newBuilder().setVersion(number));
      if (number > 1) {
        header.setUpdate(
            EvidenceUpdate.newBuilder()
                .setVectors(600)
                .setLearned(600 * (number - 1))
                .setStreamTime(number * MINUTE));
      }
      versions.add(header.build());
    }
    return versions;
  }

  private static List<Long> numbers(List<VersionHeader> headers) {
    return headers.stream().map(header -> header.getId().getVersion()).toList();
  }
}
