/** From the stream to dictionary versions. */
@NullMarked
package io.factorscope.dictionary;

import org.jspecify.annotations.NullMarked;
