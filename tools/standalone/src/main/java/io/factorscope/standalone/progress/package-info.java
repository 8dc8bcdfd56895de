/**
 * How far the stream has come, from the services' metrics, as one line.
 *
 * <p>For people only: metrics count work, and work may be done twice. What was published and coded
 * exactly once is counted by the audit.
 */
@NullMarked
package io.factorscope.standalone.progress;

import org.jspecify.annotations.NullMarked;
