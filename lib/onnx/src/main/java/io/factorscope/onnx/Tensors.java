package io.factorscope.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;

/** Named tensors that are closed together. */
final class Tensors implements AutoCloseable {
  private final Map<String, OnnxTensor> byName = new HashMap<>();

  void add(String name, LongBuffer values, long[] shape) throws OrtException {
    byName.put(name, OnnxTensor.createTensor(OrtProcess.environment(), values, shape));
  }

  /** A tensor over this memory, if it is direct. */
  void add(String name, FloatBuffer values, long[] shape) throws OrtException {
    byName.put(name, OnnxTensor.createTensor(OrtProcess.environment(), values, shape));
  }

  Map<String, OnnxTensor> byName() {
    return byName;
  }

  @Override
  public void close() {
    byName.values().forEach(OnnxTensor::close);
  }
}
