package io.factorscope.standalone.corpus;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the corpus that the command line names. */
public final class Corpora {

  private static final String BUILTIN = "builtin";
  private static final String STANDARD_INPUT = "-";

  private Corpora() {}

  /**
   * The corpus of a name; nothing is read yet.
   *
   * @param name {@code builtin}, {@code -} for standard input, or the path of a file or folder
   * @throws CorpusException if the path is missing, of an unknown kind, or can't be told apart from
   *     others
   */
  public static Corpus named(String name, InputStream standardInput) {
    return switch (name) {
      case BUILTIN -> new BuiltinCorpus();
      case STANDARD_INPUT -> new StandardInputCorpus(standardInput);
      default -> at(FileNames.path(name));
    };
  }

  private static Corpus at(Path path) {
    if (Files.isDirectory(path)) {
      return new FolderCorpus(path);
    }
    if (!Files.isReadable(path)) {
      throw new CorpusException(
          "corpus: "
              + path.toAbsolutePath()
              + " is missing or can't be read; give a file, a folder, - or builtin");
    }
    return file(path);
  }

  private static Corpus file(Path path) {
    String fileName = String.valueOf(path.getFileName());
    String kind = TextFiles.plainName(path);
    if (kind.endsWith(".txt")) {
      return new LineCorpus(fileName, () -> TextFiles.open(path));
    }
    if (kind.endsWith(".ndjson") || kind.endsWith(".jsonl")) {
      return new NdjsonCorpus(fileName, () -> TextFiles.open(path));
    }
    throw new CorpusException(
        "corpus: "
            + path
            + " is of an unknown kind; .txt, .ndjson and .jsonl are read, also with .gz, and"
            + " folders");
  }
}
