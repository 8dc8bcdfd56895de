/** Tests of the learner, on planted data and on states of real text. */
@NullMarked
package io.factorscope.sparse.learn;

import org.jspecify.annotations.NullMarked;
