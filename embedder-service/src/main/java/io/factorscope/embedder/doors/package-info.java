/**
 * The doors: documents come in by HTTP and gRPC, hidden states go out on demand. Every call of
 * every door passes the {@link io.factorscope.embedder.doors.Doorkeeper} first.
 */
@NullMarked
package io.factorscope.embedder.doors;

import org.jspecify.annotations.NullMarked;
