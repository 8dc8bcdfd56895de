@NullMarked
package io.factorscope.dictionary.versions;

import org.jspecify.annotations.NullMarked;
