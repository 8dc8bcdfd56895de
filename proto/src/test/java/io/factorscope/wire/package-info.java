@NullMarked
package io.factorscope.wire;

import org.jspecify.annotations.NullMarked;
