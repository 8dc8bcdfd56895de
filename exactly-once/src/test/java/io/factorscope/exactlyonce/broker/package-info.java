/** A real broker, wherever it is put. */
@NullMarked
package io.factorscope.exactlyonce.broker;

import org.jspecify.annotations.NullMarked;
