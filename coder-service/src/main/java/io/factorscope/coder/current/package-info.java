/** The dictionary version in use: followed, fetched, prepared, swapped. */
@NullMarked
package io.factorscope.coder.current;

import org.jspecify.annotations.NullMarked;
