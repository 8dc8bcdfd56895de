@NullMarked
package io.factorscope.dictionary.first;

import org.jspecify.annotations.NullMarked;
