package io.factorscope.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.factorscope.models.ModelException;
import io.factorscope.onnx.graph.ProximalModel;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.time.Duration;
import java.util.Objects;

/**
 * Solves the non-negative lasso, {@code argmin over a >= 0 of 0.5 ||x - a D||^2 + lambda sum(a)},
 * for many states at once by accelerated proximal steps on a device. The dictionary is an input of
 * the graph, so one solver serves all versions. What comes out is near the optimum, not certified.
 *
 * <p>Thread-safe: runs may overlap.
 */
public final class ProximalSolver implements AutoCloseable {
  /** Rows that need more, about one in twenty, are left to another solver. */
  private static final long MAX_ROUNDS = 20;

  private static final long[] SCALAR = {};

  private final OrtSession session;
  private final Device device;
  private final RunGate gate = new RunGate();
  private final OwnersTime ownersTime = new OwnersTime();

  private ProximalSolver(Sessions.Opened opened) {
    this.session = opened.session();
    this.device = opened.device();
  }

  /**
   * Opens a solver.
   *
   * @param threads that one run may use on the processor, at least 1
   * @throws ModelException if the device can't be used; with ONNX Runtime's reason
   */
  public static ProximalSolver open(Device device, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is %d; it must be at least 1".formatted(threads));
    }
    try (Arena arena = Arena.ofConfined()) {
      ProximalSolver solver =
          new ProximalSolver(
              Sessions.open(ModelFile.serialize(ProximalModel.build(), arena), device, threads));
      OrtProcess.closeAtExit(solver, () -> solver.ownersTime.closeAfter(solver::close));
      return solver;
    } catch (OrtException e) {
      throw new ModelException("The solver's graph can't be loaded: " + e.getMessage(), e);
    }
  }

  /** Where it runs: CPU or CUDA. */
  public Device device() {
    return device;
  }

  /**
   * Solves for some rows.
   *
   * @param states row-major [*][width of the atoms], finite
   * @param from first row
   * @param count number of rows, at least 1
   * @param lambda weight of the penalty, above 0
   * @param goal relative duality gap at which a row is done
   * @param room maximum number of factors of a code that are returned
   * @throws ModelClosedException if the solver is closed
   * @throws ModelException if ONNX Runtime fails, as for want of memory
   */
  public ProximalCodes solve(
      ProximalAtoms atoms,
      float[] states,
      int from,
      int count,
      float lambda,
      float goal,
      int room) {
    int width = atoms.width();
    Objects.checkFromIndexSize((long) from * width, (long) count * width, states.length);
    if (!gate.enter()) {
      throw new ModelClosedException("solver");
    }
    try (Tensors inputs = new Tensors()) {
      addAtoms(inputs, atoms);
      inputs.add(
          ProximalModel.STATES,
          FloatBuffer.wrap(states, from * width, count * width),
          new long[] {count, width});
      addSettings(inputs, lambda, goal, Math.min(room, atoms.factors()));
      return run(inputs, atoms);
    } catch (OrtException e) {
      throw new ModelException(
          "Solving for %d states of width %d with %d factors failed on %s: %s"
              .formatted(count, width, atoms.factors(), device.id(), e.getMessage()),
          e);
    } finally {
      gate.leave();
    }
  }

  private static void addAtoms(Tensors inputs, ProximalAtoms atoms) throws OrtException {
    inputs.add(
        ProximalModel.ATOMS,
        atoms.values(),
        new long[] {atoms.blocks(), ProximalAtoms.BLOCK, atoms.width()});
    inputs.add(ProximalModel.STEPS, atoms.steps(), new long[] {atoms.blocks(), 1, 1});
  }

  private static void addSettings(Tensors inputs, float lambda, float goal, int room)
      throws OrtException {
    inputs.add(ProximalModel.LAMBDA, one(lambda), SCALAR);
    inputs.add(ProximalModel.GOAL, one(goal), SCALAR);
    inputs.add(ProximalModel.ROUNDS, LongBuffer.wrap(new long[] {MAX_ROUNDS}), SCALAR);
    inputs.add(ProximalModel.ROOM, LongBuffer.wrap(new long[] {room}), new long[] {1});
  }

  private static FloatBuffer one(float value) {
    return FloatBuffer.wrap(new float[] {value});
  }

  private ProximalCodes run(Tensors inputs, ProximalAtoms atoms) throws OrtException {
    try (OrtSession.Result result = session.run(inputs.byName())) {
      FloatBuffer activations = tensor(result, ProximalModel.ACTIVATIONS).getFloatBuffer();
      LongBuffer factors = tensor(result, ProximalModel.FACTORS).getLongBuffer();
      LongBuffer supports = tensor(result, ProximalModel.SUPPORTS).getLongBuffer();
      return ProximalCodes.of(supports, factors, activations, atoms);
    }
  }

  private static OnnxTensor tensor(OrtSession.Result result, String name) {
    return (OnnxTensor) result.get(name).orElseThrow();
  }

  /**
   * Promises that the owner closes the solver itself while the JVM shuts down, as {@link
   * HiddenStateModel#ownerClosesWithin}.
   */
  public void ownerClosesWithin(Duration time) {
    ownersTime.set(time);
  }

  /** Refuses new runs, waits for those under way, then gives the memory back. */
  @Override
  public void close() {
    gate.close(this::closeSession);
  }

  private void closeSession() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new ModelException("The solver did not close: " + e.getMessage(), e);
    } finally {
      OrtProcess.closed(this);
      ownersTime.end();
    }
  }
}
