/**
 * Deletes what topics have kept for long enough and all readers have read. The broker's own
 * retention by time would not ask the readers.
 */
@NullMarked
package io.factorscope.exactlyonce.expiry;

import org.jspecify.annotations.NullMarked;
