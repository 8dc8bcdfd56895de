package io.factorscope.coder;

/**
 * Where the coder writes.
 *
 * @param codes topic of codes
 * @param evidence topic of evidence
 * @param evidencePartition of the dictionary
 * @param dictionary its name
 */
public record CoderTopics(
    String codes, String evidence, int evidencePartition, String dictionary) {}
