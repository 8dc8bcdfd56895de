@NullMarked
package io.factorscope.exactlyonce.pressure;

import org.jspecify.annotations.NullMarked;
