package io.factorscope.coder.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.factorscope.onnx.Device;
import io.factorscope.sparse.CodingStatistics;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.RowGramCoder;
import io.factorscope.sparse.SparseCodes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class DeviceCodersTest {

  private static final Path CACHE = Path.of("target", "onnxruntime");
  private static final Dictionary DICTIONARY = Dictionary.of(new float[] {1, 0, 0, 1}, 2, 2);

  private final CodingStatistics statistics = new CodingStatistics();

  @Test
  void theProcessorCodesExactlyAndCounts() {
    try (DeviceCoders coders = DeviceCoders.open(Device.CPU, CACHE, statistics)) {
      assertThat(coders.problem()).isEmpty();
      assertThat(coders.device()).isEqualTo(Device.CPU);
      for (int version = 1; version <= 2; version++) {
        SparseCodes.Builder codes = new SparseCodes.Builder(1);
        var coder = coders.coder(DICTIONARY, 0.5);
        assertThat(coder).isInstanceOf(RowGramCoder.class);
        coder.newWorker().encode(new float[] {2, -3}, 0, 1, codes);
        assertThat(statistics.codes()).isEqualTo(version);
      }
    }
  }

  @Test
  void cudaWithoutACardSaysWhyAndCodesNothing() {
    assumeNoCard();
    try (DeviceCoders coders = DeviceCoders.open(Device.CUDA, CACHE, statistics)) {
      assertThat(coders.problem().orElseThrow())
          .startsWith("factorscope.coder.device: device 'cuda' can't be used: ")
          .contains("CUDA shared provider");
      assertThatThrownBy(() -> coders.coder(DICTIONARY, 0.5))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("factorscope.coder.device: ");
    }
  }

  @Test
  void autoWithoutACardTakesTheProcessorAndSaysWhyOnce() {
    assumeNoCard();
    List<String> logged = new ArrayList<>();
    Handler handler = into(logged);
    Logger logger = Logger.getLogger(DeviceCoders.class.getName());
    logger.addHandler(handler);
    try (DeviceCoders coders = DeviceCoders.open(Device.AUTO, CACHE, statistics)) {
      assertThat(coders.problem()).isEmpty();
      assertThat(coders.device()).isEqualTo(Device.CPU);
      assertThat(coders.coder(DICTIONARY, 0.5)).isInstanceOf(RowGramCoder.class);
      assertThat(coders.coder(DICTIONARY, 0.4)).isInstanceOf(RowGramCoder.class);
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(logged).hasSize(1);
    assertThat(logged.getFirst())
        .startsWith("Coding on the processor, because CUDA can't be used: ")
        .contains("CUDA shared provider");
  }

  private static void assumeNoCard() {
    try (DeviceCoders coders = DeviceCoders.open(Device.CUDA, CACHE, new CodingStatistics())) {
      assumeTrue(coders.problem().isPresent(), "this machine has a card");
    }
  }

  private static Handler into(List<String> messages) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        String message = line.getMessage();
        Object[] parameters = line.getParameters();
        messages.add(parameters == null ? message : message.formatted(parameters));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
