package io.factorscope.onnx;

import java.util.Arrays;
import java.util.Locale;

/** Where a model runs. */
public enum Device {
  /** The processor; always there. */
  CPU,
  /** An NVIDIA card through ONNX Runtime's CUDA provider; opening fails where it can't be used. */
  CUDA,
  /** CUDA if it can be used, otherwise the processor, with one logged line that says why. */
  AUTO;

  /**
   * Reads "cpu", "cuda" or "auto", in any case.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static Device parse(String name) {
    return Arrays.stream(values())
        .filter(device -> device.name().equalsIgnoreCase(name.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "device is '%s'; use cpu, cuda or auto".formatted(name)));
  }

  /** The name that {@link #parse} reads. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
