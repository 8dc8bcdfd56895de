/** A real broker, wherever it is put. */
@NullMarked
package io.factorscope.local;

import org.jspecify.annotations.NullMarked;
