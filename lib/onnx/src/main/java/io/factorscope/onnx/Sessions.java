package io.factorscope.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.factorscope.models.ModelException;
import java.nio.ByteBuffer;
import org.jboss.logging.Logger;

/** Opens sessions of ONNX Runtime on a device. */
final class Sessions {
  private static final Logger LOG = Logger.getLogger(Sessions.class);

  private Sessions() {}

  /** A session and the device that it got: never AUTO. */
  record Opened(OrtSession session, Device device) {}

  /**
   * Opens a session.
   *
   * @param model serialized, direct
   * @param threads that one run may use
   * @throws OrtException if ONNX Runtime can't load the model
   * @throws ModelException if CUDA was asked for and can't be used
   */
  static Opened open(ByteBuffer model, Device device, int threads) throws OrtException {
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      // Idle threads would burn the processor time that the other services need.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      Device chosen = choose(device, options);
      return new Opened(OrtProcess.environment().createSession(model, options), chosen);
    }
  }

  private static Device choose(Device device, SessionOptions options) {
    if (device == Device.CPU) {
      return Device.CPU;
    }
    try {
      addCuda(options);
      return Device.CUDA;
    } catch (OrtException e) {
      if (device == Device.CUDA) {
        throw new ModelException(
            ("device 'cuda' can't be used: %s. Put ONNX Runtime's GPU libraries (with CUDA's) in a"
                    + " folder and name it by -Donnxruntime.native.path, or choose cpu or auto.")
                .formatted(e.getMessage()),
            e);
      }
      LOG.infof("Running on the processor, because CUDA can't be used: %s", e.getMessage());
      return Device.CPU;
    }
  }

  private static void addCuda(SessionOptions options) throws OrtException {
    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions()) {
      // TF32 keeps 10 bits of the mantissa; states are promised in float32.
      cuda.add("use_tf32", "0");
      options.addCUDA(cuda);
    }
  }
}
