package io.factorscope.sparse.kernel;

import java.lang.System.Logger.Level;

/**
 * Chooses the kernels once per process and says so in one line of log.
 *
 * <p>System property {@code factorscope.kernels}: {@code auto} (default), {@code vector}, {@code
 * scalar}. {@code factorscope.vector.bits}: 128, 256 or 512 instead of the widest that the hardware
 * prefers.
 */
final class KernelChooser {
  static final Kernels CHOSEN = choose(System.getProperty("factorscope.kernels", "auto"));

  private static final String MODULE = "jdk.incubator.vector";

  private KernelChooser() {}

  static Kernels choose(String wanted) {
    System.Logger log = System.getLogger(KernelChooser.class.getName());
    boolean present = ModuleLayer.boot().findModule(MODULE).isPresent();
    Kernels chosen =
        switch (wanted) {
          case "scalar" -> new ScalarKernels();
          case "auto" -> present ? new VectorKernels() : new ScalarKernels();
          case "vector" -> vector(present);
          default ->
              throw new IllegalArgumentException(
                  "factorscope.kernels is '" + wanted + "'; use auto, vector or scalar");
        };
    if (wanted.equals("auto") && !present) {
      log.log(
          Level.WARNING,
          "Coding with scalar kernels, many times slower: module {0} is not in this JVM. Remedy:"
              + " start java with --add-modules={0}",
          MODULE);
    } else {
      log.log(
          Level.INFO, "Coding with {0} kernels (factorscope.kernels={1})", chosen.name(), wanted);
    }
    return chosen;
  }

  private static Kernels vector(boolean present) {
    if (!present) {
      throw new IllegalStateException(
          "factorscope.kernels=vector, but module "
              + MODULE
              + " is not in this JVM; start java with --add-modules="
              + MODULE
              + " or use factorscope.kernels=auto");
    }
    return new VectorKernels();
  }
}
