@NullMarked
package io.factorscope.edge;

import org.jspecify.annotations.NullMarked;
