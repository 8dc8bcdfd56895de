@NullMarked
package io.factorscope.coder.device;

import org.jspecify.annotations.NullMarked;
