/**
 * A real single-node broker, and any service, as child processes of one machine: started, kept
 * running, waited for and stopped in order.
 */
@NullMarked
package io.factorscope.local;

import org.jspecify.annotations.NullMarked;
