package io.factorscope.embedder.windows;

/**
 * A piece of a text.
 *
 * @param offset where it begins, in UTF-16 units
 */
record TextPart(int offset, String text) {}
