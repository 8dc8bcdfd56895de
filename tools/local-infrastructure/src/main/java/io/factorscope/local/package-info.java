/** A real single-node broker as a child process: for one machine, and for tests that kill it. */
@NullMarked
package io.factorscope.local;

import org.jspecify.annotations.NullMarked;
