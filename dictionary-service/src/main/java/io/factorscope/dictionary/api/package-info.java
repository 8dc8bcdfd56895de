/** Calls: the gRPC service {@code Dictionaries}. */
@NullMarked
package io.factorscope.dictionary.api;

import org.jspecify.annotations.NullMarked;
