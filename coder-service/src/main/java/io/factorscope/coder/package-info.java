/** From hidden states to certified sparse codes and evidence. */
@NullMarked
package io.factorscope.coder;

import org.jspecify.annotations.NullMarked;
