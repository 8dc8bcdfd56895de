package io.factorscope.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compared with a set of bits. */
class OffsetRangesTest {

  private static final int MOST = 60;

  private final Random random = new Random(7);

  @Test
  void holdsWhatWasAddedInAnyOrder() {
    for (int round = 0; round < 300; round++) {
      OffsetRanges ranges = new OffsetRanges();
      BitSet bits = new BitSet();
      for (int i = 0; i < 12; i++) {
        int first = random.nextInt(MOST);
        int end = random.nextInt(MOST + 1);
        int before = bits.cardinality();
        bits.set(Math.min(first, end), end);
        assertThat(ranges.add(first, end)).isEqualTo(bits.cardinality() - before);
        assertSame(ranges, bits);
      }
    }
  }

  @Test
  void cutsAndSubtracts() {
    for (int round = 0; round < 300; round++) {
      BitSet some = bits();
      BitSet others = bits();
      BitSet left = (BitSet) some.clone();
      left.andNot(others);
      assertSame(ranges(some).minus(ranges(others)), left);

      int first = random.nextInt(MOST);
      int end = random.nextInt(MOST);
      BitSet cut = (BitSet) some.clone();
      cut.clear(0, first);
      cut.clear(Math.max(end, 0), MOST + 1);
      assertSame(ranges(some).within(first, end), cut);
    }
  }

  @Test
  void shortRangesAreNotLongerThanTheirLength() {
    OffsetRanges ranges = new OffsetRanges();
    ranges.add(0, 2);
    ranges.add(5, 8);
    assertThat(ranges.longerThan(2).first()).isEqualTo(5);
    assertThat(ranges.longerThan(2).end()).isEqualTo(8);
    assertThat(ranges.longerThan(3).isEmpty()).isTrue();
  }

  private BitSet bits() {
    BitSet bits = new BitSet();
    for (int i = 0; i < MOST; i++) {
      bits.set(i, random.nextInt(3) > 0);
    }
    return bits;
  }

  private static OffsetRanges ranges(BitSet bits) {
    OffsetRanges ranges = new OffsetRanges();
    bits.stream().forEach(bit -> ranges.add(bit, bit + 1));
    return ranges;
  }

  private static void assertSame(OffsetRanges ranges, BitSet bits) {
    assertThat(ranges.count()).isEqualTo(bits.cardinality());
    assertThat(ranges.isEmpty()).isEqualTo(bits.isEmpty());
    for (int offset = 0; offset <= MOST; offset++) {
      assertThat(ranges.contains(offset)).isEqualTo(bits.get(offset));
    }
  }
}
