/** A real single-node broker as a child process: for one machine, and for tests that kill it. */
@NullMarked
package io.factorscope.exactlyonce.broker;

import org.jspecify.annotations.NullMarked;
