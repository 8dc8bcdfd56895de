/**
 * Calls: documents come in by HTTP and gRPC, hidden states go out on demand. Every call passes the
 * {@link io.factorscope.edge.calls.CallGate} first.
 */
@NullMarked
package io.factorscope.embedder.api;

import org.jspecify.annotations.NullMarked;
