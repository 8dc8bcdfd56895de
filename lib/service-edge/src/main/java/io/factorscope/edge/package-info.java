/**
 * What services share around calls: gRPC on the port of HTTP, with all that a client may do
 * (compression, metadata, deadlines, cancellation) and a clear end for all that it may not.
 */
@NullMarked
package io.factorscope.edge;

import org.jspecify.annotations.NullMarked;
