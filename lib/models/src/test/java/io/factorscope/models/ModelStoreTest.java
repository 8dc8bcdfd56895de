package io.factorscope.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
  private static final ModelArtifact BGE =
      ModelCatalogue.artifact(ModelCatalogue.DEFAULT).orElseThrow();

  @TempDir Path temp;

  private Path cache;
  private Path repository;

  @BeforeEach
  void folders() {
    cache = temp.resolve("cache");
    repository = temp.resolve("repository");
  }

  @Test
  void takesAKnownModelFromTheLocalRepository() throws IOException {
    install(BGE, "weights", "words");
    ModelStore store = new ModelStore(cache, new LocalRepository(repository));

    Path folder = store.folder("bge-small-en-v1.5");

    assertThat(folder.resolve("model.onnx")).hasContent("weights");
    assertThat(folder.resolve("tokenizer.json")).hasContent("words");
    assertThat(visibleIn(cache)).containsExactly("bge-small-en-v1.5");
  }

  @Test
  void fetchesOnce() throws IOException {
    install(BGE, "weights", "words");
    AtomicInteger fetched = new AtomicInteger();
    JarSource counting =
        (artifact, work) -> {
          fetched.incrementAndGet();
          return new LocalRepository(repository).fetch(artifact, work);
        };
    Runnable ask = () -> new ModelStore(cache, counting).folder("bge-small-en-v1.5");

    CompletableFuture.allOf(
            CompletableFuture.runAsync(ask),
            CompletableFuture.runAsync(ask),
            CompletableFuture.runAsync(ask))
        .join();

    assertThat(fetched).hasValue(1);
  }

  @Test
  void replacesAnIncompleteFolderAndWhatAKilledProcessLeft() throws IOException {
    install(BGE, "weights", "words");
    Files.createDirectories(cache.resolve("bge-small-en-v1.5"));
    Files.createDirectories(cache.resolve("bge-small-en-v1.5.4711.part/unpacked"));
    Files.writeString(cache.resolve("bge-small-en-v1.5.4711.part/unpacked/model.onnx"), "half");

    Path folder =
        new ModelStore(cache, new LocalRepository(repository)).folder("bge-small-en-v1.5");

    assertThat(folder.resolve("model.onnx")).hasContent("weights");
    assertThat(visibleIn(cache)).containsExactly("bge-small-en-v1.5");
  }

  @Test
  void aDamagedJarIsNamedAndNothingIsKept() throws IOException {
    Path jar = install(BGE, "weights", "words");
    Files.write(jar, Arrays.copyOf(Files.readAllBytes(jar), 40));
    ModelStore store = new ModelStore(cache, new LocalRepository(repository));

    assertThatThrownBy(() -> store.folder("bge-small-en-v1.5"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(jar + " is damaged")
        .hasMessageContaining("Delete it");
    assertThat(visibleIn(cache)).isEmpty();
  }

  @Test
  void asksTheNextSourceForWhatTheFirstDoesNotHave() throws IOException {
    Path jar = install(BGE, "weights", "words");
    JarSource none = new LocalRepository(temp.resolve("empty"));

    Path folder =
        new ModelStore(cache, none.orElse((_, _) -> Optional.of(jar))).folder("bge-small-en-v1.5");

    assertThat(folder.resolve("model.onnx")).hasContent("weights");
  }

  @Test
  void saysWhatToDoWhenMavenIsNotThere() {
    JarSource missing = new MavenCommand("no-such-maven");

    assertThatThrownBy(() -> new ModelStore(cache, missing).folder("bge-small-en-v1.5"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("Maven can't be started")
        .hasMessageContaining("Put Maven on the PATH")
        .hasMessageContaining("or give a folder with [model.onnx, tokenizer.json]");
  }

  @Test
  void passesOnWhatMavenSays() {
    assumeMaven();
    ModelArtifact absent =
        new ModelArtifact("absent", "io.factorscope", "no-such-artifact", "1", 1);

    assertThatThrownBy(() -> new MavenCommand("mvn").fetch(absent, Files.createDirectory(cache)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("Maven said:")
        .hasMessageContaining("no-such-artifact");
  }

  @Test
  void passesOnWhatMavenSaysInAnyEncoding() throws IOException {
    Path maven =
        Files.writeString(temp.resolve("mvn"), "#!/bin/sh\nprintf 'zu sp\\344t\\n'; exit 1\n");
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
    ModelArtifact absent = new ModelArtifact("absent", "g", "a", "1", 1);

    assertThatThrownBy(
            () -> new MavenCommand(maven.toString()).fetch(absent, Files.createDirectory(cache)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("zu sp�t");
  }

  /**
   * The whole way; the artifact itself is in the local repository, as this module's test needs it.
   */
  @Test
  void fetchesByTheUsersMaven() {
    assumeMaven();
    ModelStore store = new ModelStore(cache, new MavenCommand("mvn"));

    Path folder = store.folder("all-minilm-l6-v2");

    assertThat(folder.resolve("model.onnx")).hasSize(90_387_606);
    assertThat(folder.resolve("tokenizer.json")).isNotEmptyFile();
  }

  @Test
  void takesAFolderAsItIs() throws IOException {
    Files.createDirectories(cache);
    Files.writeString(cache.resolve("model.onnx"), "weights");
    Files.writeString(cache.resolve("tokenizer.json"), "words");

    assertThat(new ModelStore(temp.resolve("unused")).folder(cache.toString())).isEqualTo(cache);
    assertThat(temp.resolve("unused")).doesNotExist();
  }

  @Test
  void namesWhatAFolderLacks() throws IOException {
    Files.createDirectories(cache);
    ModelStore store = new ModelStore(temp.resolve("unused"));

    assertThatThrownBy(() -> store.folder(cache.toString()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("model.onnx is missing");
    assertThatThrownBy(() -> store.folder(temp.resolve("no/such").toString()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("There is no folder");
  }

  @Test
  void listsTheKnownModelsForAnUnknownName() {
    assertThatThrownBy(() -> new ModelStore(cache).folder("gpt-5"))
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "Model 'gpt-5' is not known. Known are [bge-small-en-v1.5, all-minilm-l6-v2];"
                + " or give a folder with [model.onnx, tokenizer.json].");
  }

  private Path install(ModelArtifact artifact, String weights, String words) throws IOException {
    Path folder =
        Files.createDirectories(
            repository.resolve(
                artifact.groupId().replace('.', '/')
                    + "/"
                    + artifact.artifactId()
                    + "/"
                    + artifact.version()));
    Path jar = folder.resolve(artifact.jarName());
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry(artifact.model() + ".onnx"));
      zip.write(weights.getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry(artifact.model() + "-tokenizer.json"));
      zip.write(words.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static Stream<String> visibleIn(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .toList()
          .stream();
    }
  }

  private static void assumeMaven() {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "mvn"))
            .anyMatch(Files::isExecutable);
    assumeTrue(there, "Maven is not on the PATH");
  }
}
