/** Who owns a partition, and the owner's writing of versions. */
@NullMarked
package io.factorscope.dictionary.versions;

import org.jspecify.annotations.NullMarked;
