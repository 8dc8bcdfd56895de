/**
 * The online dictionary learner as pure mathematics: evidence in, versions out.
 *
 * <p>The atoms depend on the order of the evidence, the places where versions close, and the
 * settings alone. There is no clock and no thread, sums are in double and have a fixed order, and
 * no reduction uses vector instructions of unknown order: a replay gives the same bits on every
 * machine.
 *
 * <p>The learner follows Mairal, Bach, Ponce, Sapiro, "Online learning for matrix factorization and
 * sparse coding", JMLR 11, 2010. Classes are not thread-safe unless they are immutable.
 */
@NullMarked
package io.factorscope.sparse.learn;

import org.jspecify.annotations.NullMarked;
