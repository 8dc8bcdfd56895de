package io.factorscope.standalone.machine;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What is wrong with a file, in words: Java's own message is often only the file's name. */
public final class FileProblem {

  private FileProblem() {}

  /** The file, if the system has named it, and what is wrong. */
  public static String of(IOException e) {
    return switch (e) {
      // Where a bracket was opened, Jackson says at length.
      case JsonProcessingException json ->
          json.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
      case AccessDeniedException denied -> named(denied, "this user has no access");
      case NoSuchFileException missing -> named(missing, "is not there");
      case NotDirectoryException file -> named(file, "is no folder");
      case FileAlreadyExistsException file -> named(file, "is there, and is no folder");
      case FileSystemException other when other.getReason() != null ->
          named(other, other.getReason());
      default -> e.toString();
    };
  }

  private static String named(FileSystemException e, String problem) {
    return e.getFile() == null ? problem : e.getFile() + ": " + problem;
  }
}
