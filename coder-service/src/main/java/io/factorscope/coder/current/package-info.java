/** The dictionary version in use: prepared beside the one before, then swapped. */
@NullMarked
package io.factorscope.coder.current;

import org.jspecify.annotations.NullMarked;
