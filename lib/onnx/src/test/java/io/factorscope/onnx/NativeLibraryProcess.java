package io.factorscope.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Says from where a fresh process loads ONNX Runtime. Argument: the cache. */
final class NativeLibraryProcess {
  private NativeLibraryProcess() {}

  public static void main(String[] arguments) throws IOException {
    NativeLibrary.keepIn(Path.of(arguments[0]));
    System.out.println("ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion());
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      maps.filter(line -> line.contains("libonnxruntime"))
          .map(line -> line.substring(line.indexOf('/')))
          .distinct()
          .forEach(System.out::println);
    }
  }
}
