package io.factorscope.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Folders that are made once and then kept. Thread-safe, also when several processes share the
 * cache: one makes a folder, the others wait. A folder is there whole or not at all.
 *
 * @param root created when needed
 */
public record FolderCache(Path root) {
  private static final String UNFINISHED = ".part";

  /** Makes a folder's content. */
  @FunctionalInterface
  public interface Maker {
    /**
     * Makes the content.
     *
     * @param work empty, in the cache; removed afterwards with all that is left in it
     * @return a folder in it with the content, and nothing else
     */
    Path make(Path work) throws IOException;
  }

  /**
   * The folder of this name, made first if it is not complete.
   *
   * @param isComplete whether a folder has all its content
   * @throws IOException if the cache can't be written, or the maker's own
   */
  public Path folder(String name, Predicate<Path> isComplete, Maker maker) throws IOException {
    Path folder = root.resolve(name);
    if (isComplete.test(folder)) {
      return folder;
    }
    try (CacheLock _ = CacheLock.take(root, name)) {
      if (!isComplete.test(folder)) {
        make(folder, maker);
      }
    }
    return folder;
  }

  private void make(Path folder, Maker maker) throws IOException {
    String prefix = folder.getFileName() + ".";
    removeUnfinished(prefix);
    Path work =
        Files.createDirectory(root.resolve(prefix + ProcessHandle.current().pid() + UNFINISHED));
    try {
      Path content = maker.make(work);
      delete(folder);
      Files.move(content, folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(work);
    }
  }

  /** Removes what a process that was killed has left behind. */
  private void removeUnfinished(String prefix) throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      List<Path> unfinished =
          entries
              .filter(entry -> entry.getFileName().toString().startsWith(prefix))
              .filter(entry -> entry.getFileName().toString().endsWith(UNFINISHED))
              .toList();
      for (Path folder : unfinished) {
        delete(folder);
      }
    }
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
