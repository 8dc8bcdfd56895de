package io.factorscope.onnx;

import ai.onnxruntime.OrtEnvironment;
import io.factorscope.models.FolderCache;
import io.factorscope.models.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where ONNX Runtime's native library lies. Left alone, its Java binding unpacks 28 MB to the
 * temporary folder at every start, and leaves them there whenever the process is killed.
 */
public final class NativeLibrary {
  /** ONNX Runtime's own setting. */
  private static final String PATH_SETTING = "onnxruntime.native.path";

  private static final List<String> LIBRARIES =
      List.of(System.mapLibraryName("onnxruntime"), System.mapLibraryName("onnxruntime4j_jni"));

  private static final Logger LOG = Logger.getLogger(NativeLibrary.class);

  private NativeLibrary() {}

  /**
   * Unpacks the library once to a folder in this cache, and makes ONNX Runtime load it from there.
   * To be called before the first model is opened. Does nothing where the system property
   * onnxruntime.native.path is set already (as for the GPU libraries), or where the library isn't
   * on the class path for this platform.
   *
   * @throws ModelException if the cache can't be written
   */
  public static void keepIn(Path cache) {
    URL library = resource(LIBRARIES.getFirst());
    if (System.getProperty(PATH_SETTING) != null || library == null) {
      return;
    }
    try {
      System.setProperty(PATH_SETTING, unpacked(cache, library).toAbsolutePath().toString());
    } catch (IOException e) {
      throw new ModelException(
          "ONNX Runtime's library can't be unpacked to %s: %s. Choose another cache."
              .formatted(cache, e),
          e);
    }
  }

  /** Libraries of different versions have different sizes, and so different folders. */
  private static Path unpacked(Path cache, URL library) throws IOException {
    return new FolderCache(cache)
        .folder("onnxruntime-" + size(library), Files::isDirectory, NativeLibrary::unpack);
  }

  private static long size(URL library) throws IOException {
    long declared = library.openConnection().getContentLengthLong();
    if (declared >= 0) {
      return declared;
    }
    try (InputStream content = library.openStream()) {
      return content.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static Path unpack(Path work) throws IOException {
    LOG.infof("Unpacking ONNX Runtime's library to %s", work.getParent());
    Path unpacked = Files.createDirectory(work.resolve("unpacked"));
    for (String library : LIBRARIES) {
      URL resource = resource(library);
      if (resource == null) {
        throw new IOException(library + " is not in the jar");
      }
      try (InputStream content = resource.openStream()) {
        Files.copy(content, unpacked.resolve(library));
      }
    }
    return unpacked;
  }

  private static @Nullable URL resource(String library) {
    return OrtEnvironment.class.getResource("native/%s/%s".formatted(platform(), library));
  }

  /** As ONNX Runtime names its folders: linux-x64, linux-aarch64, osx-aarch64, win-x64. */
  private static String platform() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String system = name.contains("mac") ? "osx" : name.contains("win") ? "win" : "linux";
    String processor = System.getProperty("os.arch");
    return system
        + "-"
        + (processor.equals("amd64") || processor.equals("x86_64") ? "x64" : processor);
  }
}
