package io.factorscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StateMemoryTest {
  private final StateMemory memory = new StateMemory();

  @Test
  void usesMemoryAgain() {
    FloatBuffer first = memory.take(1000);
    memory.give(first);

    assertThat(memory.take(900)).isSameAs(first);
  }

  @Test
  void neverGivesABlockTwice() {
    FloatBuffer first = memory.take(1000);
    FloatBuffer second = memory.take(1000);

    assertThat(first).isNotSameAs(second);
    assertThat(first.isDirect()).isTrue();
  }

  @Test
  void givesTheSmallestBlockThatIsLargeEnough() {
    FloatBuffer small = memory.take(100_000);
    FloatBuffer middle = memory.take(200_000);
    FloatBuffer large = memory.take(400_000);
    Stream.of(large, small, middle).forEach(memory::give);

    assertThat(memory.take(150_000)).isSameAs(middle);
    assertThat(memory.take(150_000)).isSameAs(large);
    assertThat(memory.take(150_000).capacity()).isBetween(150_000, 250_000);
  }

  @Test
  void letsTheSmallestGoWhenThereAreMany() {
    FloatBuffer small = memory.take(1);
    FloatBuffer[] large =
        Stream.generate(() -> memory.take(500_000)).limit(4).toArray(FloatBuffer[]::new);
    memory.give(small);
    Stream.of(large).forEach(memory::give);

    assertThat(memory.take(1)).isNotSameAs(small).isIn((Object[]) large);
  }
}
