/** Where codes are made: on the processor, or proposed by a graphics card and certified. */
@NullMarked
package io.factorscope.coder.device;

import org.jspecify.annotations.NullMarked;
