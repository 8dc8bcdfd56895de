package io.factorscope.dictionary.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is learned of recorded evidence is what was learned when it was recorded, bit for bit. */
class PlantedChainTest {

  @Test
  void theSameVersionsFollowFromTheSameEvidence() throws Exception {
    PlantedEvidence planted = PlantedEvidence.read();
    WrittenDictionary dictionary =
        new WrittenDictionary(planted.published(), Optional.empty(), WriterSettings.DEFAULT);
    for (EvidenceInput input : planted.records()) {
      dictionary.apply(input);
    }
    assertThat(dictionary.chain().stream().map(PlantedEvidence::line))
        .containsExactlyElementsOf(PlantedEvidence.chain())
        .hasSizeGreaterThan(20);
  }
}
