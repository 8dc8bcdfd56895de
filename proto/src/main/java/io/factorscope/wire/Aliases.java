package io.factorscope.wire;

/** The aliases that the contract itself names. */
public final class Aliases {

  /** Names the version that coders use. */
  public static final String LIVE = "live";

  private Aliases() {}

  /** The alias that a request means: {@code live} unless it names one. */
  public static String orLive(String alias) {
    return alias.isEmpty() ? LIVE : alias;
  }
}
