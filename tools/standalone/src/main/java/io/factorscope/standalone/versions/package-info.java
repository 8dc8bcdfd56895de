/** The versions of a dictionary, for people and for scripts. */
@NullMarked
package io.factorscope.standalone.versions;

import org.jspecify.annotations.NullMarked;
