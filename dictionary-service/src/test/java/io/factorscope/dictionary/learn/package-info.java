@NullMarked
package io.factorscope.dictionary.learn;

import org.jspecify.annotations.NullMarked;
