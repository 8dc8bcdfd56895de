@NullMarked
package io.factorscope.dictionary;

import org.jspecify.annotations.NullMarked;
