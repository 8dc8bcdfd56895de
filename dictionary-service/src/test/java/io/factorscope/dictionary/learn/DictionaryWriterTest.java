package io.factorscope.dictionary.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.LearnerCheckpoint;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.NewVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Versions follow from the evidence alone, whatever else happens. */
class DictionaryWriterTest {

  private static final WriterSettings OFTEN = WriterSettings.DEFAULT.withCheckpointBytes(20_000);

  private PlantedEvidence planted;

  @BeforeEach
  void read() throws IOException {
    planted = PlantedEvidence.read();
  }

  @Test
  void pollsAndPausesDecideNothing() throws Exception {
    for (int poll : new int[] {1, 3, 10, 100}) {
      WrittenDictionary dictionary = begun(WriterSettings.DEFAULT);
      int read = 0;
      for (EvidenceInput input : planted.records()) {
        dictionary.apply(input);
        if (++read % poll == 0) {
          // Up to the next record there are marks of transactions.
          dictionary.writer().skipTo(input.offset() + 1);
          dictionary.commit(dictionary.writer().idle());
        }
      }
      assertChain(dictionary);
    }
  }

  @Test
  void neitherDoRestartsAtAnyRecord() throws Exception {
    WrittenDictionary dictionary = begun(OFTEN);
    for (int record = 0; record < planted.records().size(); record++) {
      dictionary.apply(planted.records().get(record));
      if (record % 5 == 0) {
        dictionary.restart();
        for (int again = 0; again <= record; again++) {
          assertThat(dictionary.apply(planted.records().get(again)).version()).isEmpty();
        }
      }
    }
    assertChain(dictionary);
  }

  /** With and without the versions that were published after it. */
  @Test
  void theChainFollowsFromEveryCheckpoint() throws Exception {
    WrittenDictionary whole = begun(OFTEN);
    applyAll(whole, planted.records());
    List<Checkpoint> checkpoints = checkpoints(whole);
    assertThat(checkpoints).hasSizeGreaterThan(20);
    for (int i = 0; i < checkpoints.size(); i++) {
      Checkpoint checkpoint = checkpoints.get(i);
      MemoryVersions before = MemoryVersions.upTo(checkpoint.version(), whole.versions());
      WrittenDictionary alone =
          new WrittenDictionary(before, Optional.of(checkpoint), WriterSettings.DEFAULT);
      applyAll(alone, planted.records());
      assertChain(alone);

      Optional<Checkpoint> again = Optional.of(checkpoints(whole).get(i));
      WrittenDictionary derived =
          new WrittenDictionary(whole.versions(), again, WriterSettings.DEFAULT);
      assertThat(derived.writer().derivesAgain())
          .isEqualTo(checkpoint.version() < PlantedEvidence.chain().size());
      applyAll(derived, planted.records());
      assertThat(derived.writer().derivesAgain()).isFalse();
      assertThat(derived.changes()).isEmpty();
    }
  }

  @Test
  void noMoreEvidenceLiesBetweenTwoCheckpointsThanWasAsked() throws Exception {
    WrittenDictionary dictionary = begun(OFTEN);
    long unread = 0;
    for (EvidenceInput input : planted.records()) {
      assertThat(unread).isLessThanOrEqualTo(OFTEN.checkpointBytes());
      unread = dictionary.apply(input).checkpoint().isEmpty() ? unread + input.bytes() : 0;
    }
    assertThat(checkpoints(begunAndDone(WriterSettings.DEFAULT)))
        .hasSizeLessThan(checkpoints(dictionary).size());
  }

  @Test
  void evidenceOfOthersAndWhatIsBrokenChangeNothing() throws Exception {
    WrittenDictionary dictionary = begun(WriterSettings.DEFAULT);
    for (EvidenceInput input : planted.records()) {
      // In gaps between offsets there is room for another record.
      dictionary.apply(ofAnother(input, input.offset() - 1));
      if (dictionary.writer().next() < input.offset()) {
        assertThatThrownBy(() -> dictionary.apply(broken(input, input.offset() - 1)))
            .isInstanceOf(BadEvidenceException.class)
            .hasMessageContaining("weight");
      }
      dictionary.apply(input);
    }
    assertThat(dictionary.writer().next()).isEqualTo(planted.records().getLast().offset() + 1);
    assertHashes(dictionary);
  }

  private static EvidenceInput ofAnother(EvidenceInput input, long offset) {
    DictionaryVersion other =
        input.message().getDictionary().toBuilder().setName("another").build();
    return PlantedEvidence.input(
        offset, input.timestamp(), input.message().toBuilder().setDictionary(other).build());
  }

  private static EvidenceInput broken(EvidenceInput input, long offset) {
    return PlantedEvidence.input(
        offset, input.timestamp(), input.message().toBuilder().setWeight(99).build());
  }

  @Test
  void anotherVersionThanWasPublishedIsNotPassedOver() throws Exception {
    WrittenDictionary whole = begunAndDone(WriterSettings.DEFAULT);
    VersionHeader third = whole.chain().get(2);
    VersionHeader forged =
        third.toBuilder()
            .setId(third.getId().toBuilder().setContentHash(ByteString.copyFromUtf8("forged")))
            .build();
    whole.versions().add(new NewVersion(forged, whole.versions().atoms(third)));
    WrittenDictionary again =
        new WrittenDictionary(whole.versions(), Optional.empty(), WriterSettings.DEFAULT);
    assertThatThrownBy(() -> applyAll(again, planted.records()))
        .isInstanceOf(OtherVersionException.class)
        .hasMessageStartingWith("of version 3 of planted, 666f72676564 was published and ");
  }

  private WrittenDictionary begun(WriterSettings settings) {
    return new WrittenDictionary(planted.published(), Optional.empty(), settings);
  }

  private WrittenDictionary begunAndDone(WriterSettings settings) throws BadEvidenceException {
    WrittenDictionary dictionary = begun(settings);
    applyAll(dictionary, planted.records());
    return dictionary;
  }

  private static void applyAll(WrittenDictionary dictionary, List<EvidenceInput> inputs)
      throws BadEvidenceException {
    for (EvidenceInput input : inputs) {
      dictionary.apply(input);
    }
  }

  /** Read anew: who begins with a state owns it. */
  private static List<Checkpoint> checkpoints(WrittenDictionary dictionary) {
    List<Checkpoint> read = new ArrayList<>();
    for (Change change : dictionary.changes()) {
      List<LearnerCheckpoint> parts = change.checkpoint();
      if (!parts.isEmpty()) {
        read.add(Checkpoint.read(parts));
      }
    }
    return read;
  }

  private static void assertChain(WrittenDictionary dictionary) throws IOException {
    assertThat(dictionary.chain().stream().map(PlantedEvidence::line))
        .containsExactlyElementsOf(PlantedEvidence.chain());
  }

  private void assertHashes(WrittenDictionary dictionary) throws BadEvidenceException {
    WrittenDictionary whole = begunAndDone(WriterSettings.DEFAULT);
    assertThat(dictionary.chain().stream().map(VersionHeader::getId))
        .containsExactlyElementsOf(whole.chain().stream().map(VersionHeader::getId).toList());
  }
}
