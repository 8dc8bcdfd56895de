/** Version 1: made from the first hidden states of the stream. */
@NullMarked
package io.factorscope.dictionary.first;

import org.jspecify.annotations.NullMarked;
