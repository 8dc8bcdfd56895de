/**
 * Slow readers slow their writers down: before retention could delete what a reader has not read,
 * the writer stops. Lag grows in Kafka, never in memory.
 */
@NullMarked
package io.factorscope.exactlyonce.backpressure;

import org.jspecify.annotations.NullMarked;
