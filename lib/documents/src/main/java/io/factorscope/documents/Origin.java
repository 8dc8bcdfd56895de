package io.factorscope.documents;

/**
 * Where documents come from, and what those are called that name neither id nor source.
 *
 * @param name of the file or stream, for messages
 * @param named whether its documents are called after it; else id and source stay empty
 */
public record Origin(String name, boolean named) {

  /** A file or stream that has a name of its own. */
  public static Origin named(String name) {
    return new Origin(name, true);
  }

  /** A request, whose documents get made up ids. */
  public static Origin request() {
    return new Origin("body", false);
  }

  String id(long line) {
    return named ? FittingName.of(name + ":" + line, DocumentLimits.MAX_ID_BYTES) : "";
  }

  String source() {
    return named ? FittingName.of(name, DocumentLimits.MAX_SOURCE_BYTES) : "";
  }
}
