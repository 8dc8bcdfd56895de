package io.factorscope.standalone.machine;

import io.factorscope.local.MachineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The one folder that holds all data of a machine, and what lies where in it. */
public record DataFolder(Path path) {

  /** Also the mark of a folder that is ours: only such a one is ever deleted. */
  private static final String LOCK = "factorscope.lock";

  /**
   * Takes the folder for this process, and creates it if it is not there.
   *
   * @throws MachineException if another process has it, or it holds something else
   */
  public FolderLock lock() {
    try {
      if (!isOurs() && !isEmpty()) {
        throw new MachineException(
            "--data: " + path + " holds something else; give a new or empty folder");
      }
      Files.createDirectories(logs());
      return FolderLock.take(path.resolve(LOCK));
    } catch (IOException e) {
      throw new MachineException(
          "--data: "
              + path
              + " can't be used: "
              + FileProblem.of(e)
              + "; give a folder that you may write to",
          e);
    }
  }

  /** Whether a lock was ever taken here. */
  public boolean isOurs() {
    return Files.isRegularFile(path.resolve(LOCK));
  }

  /**
   * Deletes the folder with all that is in it; links are deleted, not followed. The mark goes last:
   * what could not be deleted is still ours.
   */
  public void delete() throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      for (Path entry : entries.filter(entry -> !entry.endsWith(LOCK)).toList()) {
        Files.walkFileTree(entry, new Deleter());
      }
    }
    Files.walkFileTree(path, new Deleter());
  }

  /**
   * Recreates the folder for temporary files, without what killed processes have left there.
   *
   * @throws MachineException if it can't be made
   */
  void renewTemporary() {
    try {
      if (Files.exists(temporary())) {
        Files.walkFileTree(temporary(), new Deleter());
      }
      Files.createDirectory(temporary());
    } catch (IOException e) {
      throw new MachineException(
          "--data: " + temporary() + " can't be made anew: " + FileProblem.of(e), e);
    }
  }

  /** Bytes of all files; 0 if they can't be counted, e.g. because they come and go. */
  public long size() {
    try (Stream<Path> files = Files.walk(path)) {
      return files.mapToLong(DataFolder::sizeOf).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  public Path logs() {
    return path.resolve("logs");
  }

  public Path models() {
    return path.resolve("models");
  }

  Path temporary() {
    return path.resolve("tmp");
  }

  public Path auditCheckpoint() {
    return path.resolve("audit.json");
  }

  Path log(String name) {
    return logs().resolve(name + ".log");
  }

  Path broker() {
    return path.resolve("broker");
  }

  Path runFile() {
    return path.resolve("run.json");
  }

  Path settingsFile() {
    return path.resolve("settings.json");
  }

  private boolean isEmpty() throws IOException {
    if (!Files.exists(path)) {
      return true;
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries.findAny().isEmpty();
    }
  }

  private static long sizeOf(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private static final class Deleter extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        throw e;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
