@NullMarked
package io.factorscope.exactlyonce.expiry;

import org.jspecify.annotations.NullMarked;
