@NullMarked
package io.factorscope.dictionary.serve;

import org.jspecify.annotations.NullMarked;
