/**
 * Calls: gRPC on the port of HTTP, with all that a client may do (compression, metadata, deadlines,
 * cancellation) and a clear end for all that it may not; one {@link
 * io.factorscope.edge.calls.CallGate gate} for every call, one {@link
 * io.factorscope.edge.calls.CallErrors table} from failures to statuses.
 */
@NullMarked
package io.factorscope.edge.calls;

import org.jspecify.annotations.NullMarked;
