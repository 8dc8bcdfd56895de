/** The edge: configuration, start and stop, health, gRPC. */
@NullMarked
package io.factorscope.dictionary.serve;

import org.jspecify.annotations.NullMarked;
