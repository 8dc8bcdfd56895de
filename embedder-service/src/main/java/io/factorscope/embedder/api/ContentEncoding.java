package io.factorscope.embedder.api;

import io.factorscope.documents.Inputs;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How the bodies of requests may be packed. */
final class ContentEncoding {

  /** The one encoding beside none, for {@code Accept-Encoding}. */
  static final String ACCEPTED = "gzip";

  private ContentEncoding() {}

  /**
   * The body unpacked; nothing if it is packed in another way.
   *
   * @param headers values of {@code Content-Encoding}, none or several
   */
  static Optional<InputStream> unpacked(InputStream body, List<String> headers) {
    List<String> encodings =
        headers.stream()
            .flatMap(header -> Stream.of(header.split(",", -1)))
            .map(encoding -> encoding.strip().toLowerCase(Locale.ROOT))
            .filter(Predicate.not(encoding -> encoding.isEmpty() || encoding.equals("identity")))
            .toList();
    if (encodings.isEmpty()) {
      return Optional.of(body);
    }
    boolean gzip =
        encodings.equals(List.of(ACCEPTED)) || encodings.equals(List.of("x-" + ACCEPTED));
    return gzip ? Optional.of(Inputs.packedBody(body)) : Optional.empty();
  }
}
