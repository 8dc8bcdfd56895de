@NullMarked
package io.factorscope.coder.pressure;

import org.jspecify.annotations.NullMarked;
