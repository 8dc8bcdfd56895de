@NullMarked
package io.factorscope.coder;

import org.jspecify.annotations.NullMarked;
