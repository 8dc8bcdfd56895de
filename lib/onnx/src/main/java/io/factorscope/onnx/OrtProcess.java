package io.factorscope.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.factorscope.models.ModelException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * ONNX Runtime in this process: its environment, and an orderly end of the process.
 *
 * <p>ONNX Runtime's Java binding destroys its environment in a shutdown hook of its own, while runs
 * may be under way: then the JVM dies by SIGSEGV (seen in 4 of 4 processes that got SIGTERM). Hooks
 * run at the same time, so waiting in another one doesn't help enough (1 of 10 still died). Two
 * measures together do: {@link EnvironmentReference} holds the environment beyond that hook, and a
 * hook here waits for the runs of all open models, because when the process finally exits the
 * library's globals go whatever is running.
 */
final class OrtProcess {
  private static final Logger LOG = Logger.getLogger(OrtProcess.class);
  private static final Map<Object, Runnable> OPEN = new ConcurrentHashMap<>();

  private OrtProcess() {}

  /** Loads ONNX Runtime at the first call. */
  static OrtEnvironment environment() {
    return Holder.ENVIRONMENT;
  }

  /** Has the model closed by this action when the process ends, unless it is closed before. */
  static void closeAtExit(Object model, Runnable close) {
    OPEN.put(model, close);
  }

  static void closed(Object model) {
    OPEN.remove(model);
  }

  private static void closeAll() {
    OPEN.values().parallelStream().forEach(Runnable::run);
  }

  private static final class Holder {
    static final OrtEnvironment ENVIRONMENT = start();

    private static OrtEnvironment start() {
      Telemetry.forbid();
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      forbidTelemetry(environment);
      try {
        EnvironmentReference.acquire();
      } catch (ModelException e) {
        LOG.warnf(
            "The process may crash if it is stopped while a model runs; close models first. %s",
            e.getMessage());
      }
      Runtime.getRuntime().addShutdownHook(new Thread(OrtProcess::closeAll, "close-models"));
      return environment;
    }

    /** What people feed a model is nobody else's business. */
    private static void forbidTelemetry(OrtEnvironment environment) {
      try {
        environment.setTelemetry(false);
      } catch (OrtException e) {
        LOG.warnf("ONNX Runtime's telemetry can't be switched off: %s", e.getMessage());
      }
    }
  }
}
