package io.factorscope.dictionary.learn;

import io.factorscope.v1.Evidence;

/**
 * A record of evidence as it was read, of whichever dictionary.
 *
 * @param offset of the record
 * @param timestamp of the record, ms since 1970
 * @param bytes of its value
 */
public record EvidenceInput(long offset, long timestamp, int bytes, Evidence message) {

  boolean isOf(String dictionary) {
    return message.getDictionary().getName().equals(dictionary);
  }
}
