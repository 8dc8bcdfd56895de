package io.factorscope.versions;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.EvidenceUpdate;
import io.factorscope.v1.VersionHeader;
import io.factorscope.v1.VersionMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeaderStoreTest {

  private static final int FACTORS = 1536;

  private final Random random = new Random(4);
  private final HeaderStore store = new HeaderStore();
  private final List<VersionHeader> headers = headers(1000);

  /** 144 versions a day are 52,560 a year: at 6 KB each they were 0.3 GB. */
  @Test
  void aYearOfVersionsTakesFewMegabytes() {
    headers.forEach(store::put);

    double bytesPerHeader = (double) store.packedBytes() / store.packedHeaders();

    assertThat(store.packedHeaders()).isEqualTo(1000 - 64);
    // Two hashes and five doubles can't be packed: 104 bytes.
    assertThat(bytesPerHeader).isLessThan(400);
    assertThat(headers.getLast().getSerializedSize()).isGreaterThan(1600);
  }

  @Test
  void givesBackWhatWasPutInNewOrOld() {
    headers.forEach(store::put);

    assertThat(store.after(0, Integer.MAX_VALUE)).isEqualTo(headers);
    assertThat(store.after(930, 10)).isEqualTo(headers.subList(930, 940));
    assertThat(store.after(1000, 10)).isEmpty();
    assertThat(store.get(1)).contains(headers.getFirst());
    assertThat(store.get(500)).contains(headers.get(499));
    assertThat(store.get(1000)).isEqualTo(store.last());
    assertThat(store.get(1001)).isEmpty();
  }

  @Test
  void anOldHeaderCanBeReplaced() {
    headers.forEach(store::put);
    VersionHeader dropped = headers.get(6).toBuilder().setAtomsDropped(true).build();

    store.put(dropped);

    assertThat(store.get(7)).contains(dropped);
    assertThat(store.after(5, 3)).containsExactly(headers.get(5), dropped, headers.get(7));
  }

  /** As late in a stream: a few factors become others from version to version. */
  private List<VersionHeader> headers(int count) {
    List<VersionHeader> made = new ArrayList<>();
    List<Integer> generations = new ArrayList<>();
    for (int j = 0; j < FACTORS; j++) {
      generations.add(random.nextInt(8));
    }
    for (long version = 1; version <= count; version++) {
      for (int change = 0; change < 4; change++) {
        generations.replaceAll(number -> number + (random.nextInt(FACTORS) == 0 ? 1 : 0));
      }
      made.add(header(version, generations));
    }
    return made;
  }

  private VersionHeader header(long version, List<Integer> generations) {
    return VersionHeader.newBuilder()
        .setId(
            DictionaryVersion.newBuilder()
                .setName("bge-small-en-v1.5")
                .setVersion(version)
                .setContentHash(hash()))
        .setParent(version - 1)
        .setParentHash(hash())
        .setFactors(FACTORS)
        .setLambda(0.6)
        .addAllGenerations(generations)
        .setUpdate(
            EvidenceUpdate.newBuilder()
                .setFirst(900 * version)
                .setEnd(900 * version + 900)
                .setLearned(20_000 * version)
                .setCoded(random.nextDouble())
                .setStreamTime(600_000 * version))
        .setMetrics(
            VersionMetrics.newBuilder()
                .setHeldOut(1000)
                .setExplainedVariance(random.nextDouble())
                .setMeanSupport(random.nextDouble()))
        .build();
  }

  private ByteString hash() {
    byte[] hash = new byte[32];
    random.nextBytes(hash);
    return ByteString.copyFrom(hash);
  }
}
