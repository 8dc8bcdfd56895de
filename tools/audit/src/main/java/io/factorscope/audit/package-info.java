/**
 * Counts, in the topics themselves, what was lost or doubled on the way from text to codes.
 *
 * <p>The topics are read once, read committed, with one cursor a partition and without a group; the
 * stream may go on meanwhile. Every record of {@code texts} must be answered in {@code
 * hidden-states} and in {@code codes}, in the partition of the same number and in the same order.
 * Slices name the length of their window and the number of windows of their document, so that what
 * is missing shows: the same (window, token) again is doubled; a missing layer, token, window or
 * answer is lost. What a later document's answer has not overtaken may still come: it is pending.
 *
 * <p>{@link io.factorscope.audit.AuditRun} reads, {@link io.factorscope.audit.Audit} takes records,
 * {@link io.factorscope.audit.PartitionAudit} holds the documents that are open, {@link
 * io.factorscope.audit.Coverage} what one document has in one topic.
 */
@NullMarked
package io.factorscope.audit;

import org.jspecify.annotations.NullMarked;
