/** The versions as the topic holds them: written by one owner, read by every replica. */
@NullMarked
package io.factorscope.dictionary.versions;

import org.jspecify.annotations.NullMarked;
