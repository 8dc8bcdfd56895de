package io.factorscope.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
  @TempDir Path folder;

  @Test
  void readsTheLongestInputFromTheConfiguration() throws IOException {
    assertThat(ModelFolder.maxPositions(folder)).isEqualTo(512);
    Files.writeString(folder.resolve("config.json"), "{ \"max_position_embeddings\" : 1024 }");
    assertThat(ModelFolder.maxPositions(folder)).isEqualTo(1024);
  }
}
