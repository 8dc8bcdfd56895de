package io.factorscope.embedder.states;

/** What an untuned broker or client accepts. */
public final class MessageLimits {

  /** Most bytes of a message. */
  public static final int MOST_BYTES = 900_000;

  /** Kept free for what stands around slices: names, shape, headers, framing. */
  public static final int RESERVED_BYTES = 8_192;

  /** Most bytes of the slices of a message, windows and states together. */
  public static final int MOST_SLICE_BYTES = MOST_BYTES - RESERVED_BYTES;

  /** What a slice takes beside its window and states. */
  public static final int SLICE_BYTES = 24;

  private MessageLimits() {}
}
