package io.factorscope.coder.device;

import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCoder;

/** Makes the coder of a version. */
@FunctionalInterface
public interface VersionCoders {

  /**
   * Prepares a coder; takes a while.
   *
   * @throws IllegalArgumentException if lambda is not above zero
   * @throws IllegalStateException if it does not fit the heap; names what it needs
   */
  SparseCoder coder(Dictionary dictionary, double lambda);
}
