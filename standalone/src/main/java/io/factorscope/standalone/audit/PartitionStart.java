package io.factorscope.standalone.audit;

/**
 * Where the audit of one partition begins.
 *
 * @param document offset in texts of the first document that is audited
 * @param leftovers whether the stages' topics may begin with answers to earlier ones
 */
record PartitionStart(long document, boolean leftovers) {}
