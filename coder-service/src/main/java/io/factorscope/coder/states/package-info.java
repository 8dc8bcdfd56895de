/** Hidden states as they come in: read and checked. */
@NullMarked
package io.factorscope.coder.states;

import org.jspecify.annotations.NullMarked;
