package io.factorscope.wire;

/** The headers of every record. */
public final class HeaderNames {

  /** Full name of the message. */
  public static final String TYPE = "type";

  /** How many vectors the message holds, in decimal. */
  public static final String VECTORS = "vectors";

  private HeaderNames() {}
}
