package io.factorscope.coder;

import io.factorscope.onnx.Device;
import java.nio.file.Path;

/**
 * What is coded, and how.
 *
 * @param model id
 * @param dictionary name
 * @param dictionaries host:port of the dictionary-service
 * @param threads that code; 0 for as many as there are processors
 * @param device where codes are made
 * @param cache folder for ONNX Runtime's library; unused on the processor
 */
public record CoderSettings(
    String model, String dictionary, String dictionaries, int threads, Device device, Path cache) {

  public CoderSettings {
    if (threads < 0) {
      throw new IllegalArgumentException(
          "factorscope.coder.threads: is " + threads + ", must be 0 or more");
    }
    threads = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** As configured. */
  static CoderSettings of(CoderConfig config) {
    return new CoderSettings(
        config.model().name(),
        config.dictionary().name().orElse(config.model().name()),
        config.dictionaries().endpoint(),
        config.coder().threads(),
        Device.parse(config.coder().device()),
        Path.of(config.model().cache()));
  }

  /** On the processor. */
  public CoderSettings(String model, String dictionary, String dictionaries, int threads) {
    this(model, dictionary, dictionaries, threads, Device.CPU, Path.of(""));
  }
}
