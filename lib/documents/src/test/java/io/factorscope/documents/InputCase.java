package io.factorscope.documents;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes, and what becomes of them wherever they come in.
 *
 * @param packed whether they are gzip
 * @param refused lines that become no document
 * @param firstRefused number of the first of these, or 0
 * @param reason a part of its message, or of why the input ended
 * @param replaced characters that stand for what was no Unicode
 * @param broken whether the input can't be read to its end
 */
public record InputCase(
    String name,
    byte[] bytes,
    boolean packed,
    List<Expected> documents,
    int refused,
    long firstRefused,
    String reason,
    int replaced,
    boolean broken) {

  /**
   * A document that must come of it.
   *
   * @param id null if the input names none, as source
   */
  public record Expected(@Nullable String id, @Nullable String source, String text) {}

  /** Begins to describe one. */
  static InputCase of(String name, byte[]... bytes) {
    return new InputCase(name, InputBytes.of(bytes), false, List.of(), 0, 0, "", 0, false);
  }

  InputCase gives(String id, String text) {
    return gives(new Expected(id, null, text));
  }

  InputCase gives(Expected document) {
    List<Expected> more = new ArrayList<>(documents);
    more.add(document);
    return new InputCase(
        name, bytes, packed, more, refused, firstRefused, reason, replaced, broken);
  }

  InputCase refuses(int lines, long first, String why) {
    return new InputCase(name, bytes, packed, documents, lines, first, why, replaced, broken);
  }

  InputCase replaces(int characters) {
    return new InputCase(
        name, bytes, packed, documents, refused, firstRefused, reason, characters, broken);
  }

  InputCase breaks(String why) {
    return new InputCase(
        name, bytes, packed, documents, refused, firstRefused, why, replaced, true);
  }

  InputCase asGzip() {
    return new InputCase(
        name, bytes, true, documents, refused, firstRefused, reason, replaced, broken);
  }

  @Override
  public String toString() {
    return name;
  }
}
