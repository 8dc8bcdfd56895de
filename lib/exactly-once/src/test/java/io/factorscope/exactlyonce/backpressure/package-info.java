@NullMarked
package io.factorscope.exactlyonce.backpressure;

import org.jspecify.annotations.NullMarked;
