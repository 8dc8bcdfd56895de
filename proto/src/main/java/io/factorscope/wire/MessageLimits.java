package io.factorscope.wire;

/** How large messages and their parts are made, so that untuned brokers and clients accept them. */
public final class MessageLimits {

  /** Bytes of a message: untuned, a broker takes a mebibyte with its framing. */
  public static final int MAX_BYTES = 900_000;

  /** Bytes of a message's slices, windows and states together: the rest is for names and shapes. */
  public static final int MAX_SLICES_BYTES = MAX_BYTES - 8_192;

  /** What a slice takes beside its window and states. */
  public static final int SLICE_BYTES = 24;

  /** Bytes of atoms in a chunk of a version. */
  public static final int MAX_CHUNK_BYTES = 768 << 10;

  /** Bytes of a learner's state in a part of its checkpoint. */
  public static final int MAX_CHECKPOINT_PART_BYTES = 700_000;

  /** Characters of a document's id and of its source in the answers to it. */
  public static final int MAX_NAME_CHARACTERS = 4_096;

  /** Vectors in a message of evidence: the learner looks up between messages. */
  public static final int MAX_EVIDENCE_VECTORS = 128;

  private MessageLimits() {}
}
