package io.factorscope.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder beside the final one, in which something is made ready; gone when closed. */
public record WorkFolder(Path path) implements AutoCloseable {
  private static final String SUFFIX = ".part";

  /** Removes, under the caller's lock, what a process that was killed has left behind. */
  public static WorkFolder beside(Path target) throws IOException {
    Path parent = target.toAbsolutePath().getParent();
    String prefix = target.getFileName() + ".";
    try (Stream<Path> entries = Files.list(parent)) {
      List<Path> left =
          entries
              .filter(entry -> entry.getFileName().toString().startsWith(prefix))
              .filter(entry -> entry.getFileName().toString().endsWith(SUFFIX))
              .toList();
      for (Path folder : left) {
        delete(folder);
      }
    }
    Path work = target.resolveSibling(prefix + ProcessHandle.current().pid() + SUFFIX);
    return new WorkFolder(Files.createDirectory(work));
  }

  /** Puts what is ready in its final place, at once or not at all. */
  public void publish(String ready, Path target) throws IOException {
    delete(target);
    Files.move(path.resolve(ready), target, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    delete(path);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.walk(folder)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(entry);
      }
    }
  }
}
