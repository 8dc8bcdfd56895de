@NullMarked
package io.factorscope.exactlyonce;

import org.jspecify.annotations.NullMarked;
