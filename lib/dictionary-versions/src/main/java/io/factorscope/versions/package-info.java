/** Dictionary versions as the topic holds them: written by one owner, read by everybody. */
@NullMarked
package io.factorscope.versions;

import org.jspecify.annotations.NullMarked;
