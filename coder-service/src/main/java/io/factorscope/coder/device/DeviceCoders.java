package io.factorscope.coder.device;

import io.factorscope.models.ModelException;
import io.factorscope.onnx.Device;
import io.factorscope.onnx.NativeLibrary;
import io.factorscope.onnx.ProximalSolver;
import io.factorscope.sparse.CodingStatistics;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCoder;
import io.factorscope.sparse.SparseCoders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Coders on the device that the settings ask for. On the processor that is never ONNX Runtime: the
 * exact coder is many times faster there.
 */
public final class DeviceCoders implements VersionCoders, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(DeviceCoders.class);

  /** For the last batches while the service stops. */
  private static final Duration TIME_TO_CLOSE = Duration.ofSeconds(20);

  private final CodingStatistics statistics;
  private final @Nullable ProximalSolver solver;
  private final @Nullable String problem;

  private DeviceCoders(
      CodingStatistics statistics, @Nullable ProximalSolver solver, @Nullable String problem) {
    this.statistics = statistics;
    this.solver = solver;
    this.problem = problem;
  }

  /**
   * Opens the device. That it can't be used is told by {@link #problem}; {@code AUTO} then codes on
   * the processor, and logs why.
   *
   * @param cache folder to unpack ONNX Runtime's library to
   * @param statistics told of what all coders do
   */
  public static DeviceCoders open(Device device, Path cache, CodingStatistics statistics) {
    if (device == Device.CPU) {
      return new DeviceCoders(statistics, null, null);
    }
    try {
      NativeLibrary.keepIn(cache);
      ProximalSolver solver = ProximalSolver.open(Device.CUDA, 1);
      solver.ownerClosesWithin(TIME_TO_CLOSE);
      LOG.info("Coding with CUDA");
      return new DeviceCoders(statistics, solver, null);
    } catch (ModelException e) {
      if (device == Device.CUDA) {
        return new DeviceCoders(statistics, null, "factorscope.coder.device: " + e.getMessage());
      }
      LOG.infof("Coding on the processor, because CUDA can't be used: %s", e.getMessage());
      return new DeviceCoders(statistics, null, null);
    }
  }

  /** Why nothing can be coded, if it can't. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Where codes are made: CPU or CUDA. */
  public Device device() {
    return solver == null ? Device.CPU : Device.CUDA;
  }

  @Override
  public SparseCoder coder(Dictionary dictionary, double lambda) {
    if (problem != null) {
      throw new IllegalStateException(problem);
    }
    return solver == null
        ? SparseCoders.best(dictionary, lambda, statistics)
        : OnnxCoder.of(solver, dictionary, lambda, statistics);
  }

  @Override
  public void close() {
    if (solver != null) {
      solver.close();
    }
  }
}
