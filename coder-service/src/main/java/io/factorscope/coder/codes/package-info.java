/** Codes and evidence as they go out. */
@NullMarked
package io.factorscope.coder.codes;

import org.jspecify.annotations.NullMarked;
