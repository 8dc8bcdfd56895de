package io.factorscope.benchmarks.coder;

import java.util.Arrays;
import java.util.List;

/** Solvers of others for the same problem, in Python. */
enum Peer {
  /** Coordinate descent of scikit-learn in float64, Gram matrix given. */
  SKLEARN("sklearn-lasso-cd", "scikit-learn", 1024),
  /** The homotopy of SPAMS (Mairal et al. 2010). */
  SPAMS("spams", "spams-bin", 2048),
  /** The paper's accelerated gradient, 500 steps, in PyTorch. */
  TORCH("torch-fista-500", "torch", 512);

  private final String label;
  private final String distribution;
  private final int mostStates;

  Peer(String label, String distribution, int mostStates) {
    this.label = label;
    this.distribution = distribution;
    this.mostStates = mostStates;
  }

  /** Its name in reports. */
  String label() {
    return label;
  }

  /** The name by which pip knows it. */
  String distribution() {
    return distribution;
  }

  /** How many states it codes, so that it takes seconds, not minutes. */
  int mostStates() {
    return mostStates;
  }

  static List<Peer> all() {
    return Arrays.asList(values());
  }
}
