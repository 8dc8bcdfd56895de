@NullMarked
package io.factorscope.versions;

import org.jspecify.annotations.NullMarked;
