package io.factorscope.onnx;

import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Native memory that runs write their states to, used again and again: fresh memory would have to
 * be zeroed by Java and mapped by the kernel for every run. Thread-safe.
 */
final class StateMemory {
  /** Enough for the runs that are prepared, under way and being packed at the same time. */
  private static final int KEPT = 4;

  private static final int GRAIN = 1 << 16;
  private static final long CACHE_LINE = 64;

  private final NavigableSet<FloatBuffer> free =
      new TreeSet<>(
          Comparator.comparingInt(FloatBuffer::capacity)
              .thenComparingInt(System::identityHashCode));

  /** A block of at least so many floats, with undefined content. */
  synchronized FloatBuffer take(int floats) {
    for (FloatBuffer block : free) {
      if (block.capacity() >= floats) {
        free.remove(block);
        return block;
      }
    }
    return allocate(floats);
  }

  /** Gives a block back; the smallest go when there are too many. */
  synchronized void give(FloatBuffer block) {
    free.add(block);
    if (free.size() > KEPT) {
      free.removeFirst();
    }
  }

  private static FloatBuffer allocate(int floats) {
    long rounded = Math.ceilDiv((long) floats, GRAIN) * GRAIN;
    long capacity = Math.min(rounded, Integer.MAX_VALUE / Float.BYTES);
    return Arena.ofAuto()
        .allocate(capacity * Float.BYTES, CACHE_LINE)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
