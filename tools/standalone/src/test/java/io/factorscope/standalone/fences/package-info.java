/** What Maven's arrows can't see: which source may name what. */
@NullMarked
package io.factorscope.standalone.fences;

import org.jspecify.annotations.NullMarked;
