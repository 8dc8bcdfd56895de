package io.factorscope.standalone.corpus;

/**
 * A document as the door takes it.
 *
 * @param id at most 512 bytes of UTF-8
 * @param source where it came from, for people
 * @param text not blank
 */
public record CorpusDocument(String id, String source, String text) {}
