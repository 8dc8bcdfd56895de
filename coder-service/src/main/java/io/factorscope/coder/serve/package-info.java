/** The edge: configuration, start and stop, health. */
@NullMarked
package io.factorscope.coder.serve;

import org.jspecify.annotations.NullMarked;
