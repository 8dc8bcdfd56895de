@NullMarked
package io.factorscope.edge.calls;

import org.jspecify.annotations.NullMarked;
