@NullMarked
package io.factorscope.dictionary.owner;

import org.jspecify.annotations.NullMarked;
