package io.factorscope.standalone.corpus;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Names of files that Java can tell apart: it takes their encoding from the locale, when it starts.
 */
public final class FileNames {

  private FileNames() {}

  /**
   * The path of a name that a user has given.
   *
   * @throws CorpusException if it is empty, or has characters that the locale has not
   */
  public static Path path(String name) {
    if (name.isEmpty()) {
      throw new CorpusException("'' is no path; give the name of a file or folder");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new CorpusException(refusal(name), e);
    }
  }

  /** Why a name is refused, and what helps. */
  public static String refusal(String name) {
    return ("the file name '%s' is not in %s, the encoding of this locale; rename"
            + " the file, or start in a locale that has the name, e.g. with LC_ALL=C.UTF-8")
        .formatted(name, System.getProperty("sun.jnu.encoding"));
  }
}
