/**
 * Broker, services and audit of one machine, as child processes.
 *
 * <p>The launcher owns a data folder for as long as it runs. {@code run.json} in it names the
 * children, so that the next start stops those that a killed launcher has left.
 */
@NullMarked
package io.factorscope.standalone.machine;

import org.jspecify.annotations.NullMarked;
