package io.factorscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.factorscope.models.ModelException;
import org.junit.jupiter.api.Test;

class DeviceTest {
  @Test
  void readsNames() {
    assertThat(Device.parse("cpu")).isEqualTo(Device.CPU);
    assertThat(Device.parse("Cuda ")).isEqualTo(Device.CUDA);
    assertThat(Device.parse("AUTO")).isEqualTo(Device.AUTO);
    assertThat(Device.AUTO.id()).isEqualTo("auto");
    assertThatThrownBy(() -> Device.parse("gpu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("device is 'gpu'; use cpu, cuda or auto");
  }

  @Test
  void cudaFailsWithTheReasonWhereItIsNot() {
    assumeNoCudaInTheLibrary();

    assertThatThrownBy(
            () -> HiddenStateModel.open(TestModels.miniLm(), "m", Device.CUDA, 1).close())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("device 'cuda' can't be used")
        .hasMessageContaining("CUDA shared provider")
        .hasMessageContaining("choose cpu or auto");
  }

  @Test
  void autoFallsBackToTheProcessor() {
    assumeNoCudaInTheLibrary();

    try (HiddenStateModel model = HiddenStateModel.open(TestModels.miniLm(), "m", Device.AUTO, 1)) {
      assertThat(model.device()).isEqualTo(Device.CPU);
    }
  }

  @Test
  void refusesNoThreads() {
    assertThatThrownBy(() -> HiddenStateModel.open(TestModels.miniLm(), "m", Device.CPU, 0).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads is 0; it must be at least 1");
  }

  private static void assumeNoCudaInTheLibrary() {
    assumeFalse(
        OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA),
        "this ONNX Runtime has CUDA");
  }
}
