/**
 * {@code ./factorscope up}: a machine, a corpus through it, a line of progress, and the end.
 *
 * <p>{@link UpRun} tells the whole of it. With {@code --exit} the run ends when the audit has seen
 * everything coded, and the audit's report becomes the summary: what is printed as coded was
 * counted in the topics, not in the services.
 */
@NullMarked
package io.factorscope.standalone.up;

import org.jspecify.annotations.NullMarked;
