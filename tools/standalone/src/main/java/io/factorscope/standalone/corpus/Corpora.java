package io.factorscope.standalone.corpus;

import io.factorscope.documents.FittingName;
import io.factorscope.documents.Inputs;
import io.factorscope.documents.Layout;
import io.factorscope.documents.TextDocument;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** Finds the corpus that the command line names. */
public final class Corpora {

  private static final String BUILTIN = "builtin";
  private static final String STANDARD_INPUT = "-";

  private Corpora() {}

  /**
   * The corpora of several names. Files of one name in different folders are called after their
   * folders, too, so that their documents have different ids.
   *
   * @throws CorpusException as {@link #named(String, InputStream)}
   */
  public static List<Corpus> named(List<String> names, InputStream standardInput) {
    List<Path> paths = names.stream().filter(Corpora::isPath).map(Corpora::absolute).toList();
    return names.stream().map(name -> named(name, standardInput, paths)).toList();
  }

  /**
   * The corpus of a name; nothing is read yet.
   *
   * @param name {@code builtin}, {@code -} for standard input, or the path of a file or folder
   * @throws CorpusException if the path is missing, of an unknown kind, or can't be told apart from
   *     others
   */
  public static Corpus named(String name, InputStream standardInput) {
    return named(name, standardInput, List.of());
  }

  private static Corpus named(String name, InputStream standardInput, List<Path> others) {
    return switch (name) {
      case BUILTIN -> new BuiltinCorpus();
      case STANDARD_INPUT ->
          new StreamCorpus(
              "stdin",
              "standard input, one document a line",
              Layout.BY_FIRST_LINE,
              () -> Inputs.stream(standardInput));
      default -> at(FileNames.path(name), others);
    };
  }

  /** The documents of the built-in corpus. */
  public static Stream<TextDocument> builtin() {
    return new BuiltinCorpus().documents();
  }

  private static Corpus at(Path path, List<Path> others) {
    if (Files.isDirectory(path)) {
      return new FolderCorpus(path);
    }
    if (!Files.isReadable(path)) {
      throw new CorpusException(
          "corpus: "
              + path.toAbsolutePath()
              + " is missing or can't be read; give a file, a folder, - or builtin");
    }
    Path file = path.toAbsolutePath();
    return file(file, FittingName.ofFile(base(file, others), file));
  }

  /** The folder of a file or, if others have its name, the lowest one that they have in common. */
  private static Path base(Path file, List<Path> others) {
    Path base = Objects.requireNonNull(file.getParent());
    for (Path other : others) {
      while (Objects.equals(other.getFileName(), file.getFileName()) && !other.startsWith(base)) {
        base = Objects.requireNonNull(base.getParent());
      }
    }
    return base;
  }

  private static boolean isPath(String name) {
    return !name.equals(BUILTIN) && !name.equals(STANDARD_INPUT);
  }

  private static Path absolute(String name) {
    return FileNames.path(name).toAbsolutePath();
  }

  private static Corpus file(Path file, String name) {
    String kind = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (Inputs.isNamedPacked(file)) {
      kind = kind.substring(0, kind.lastIndexOf('.'));
    }
    if (kind.endsWith(".txt")) {
      return lines(name, ", one document a line", Layout.LINES, file);
    }
    if (kind.endsWith(".ndjson") || kind.endsWith(".jsonl")) {
      return lines(name, ", one JSON object a line", Layout.NDJSON, file);
    }
    throw new CorpusException(
        "corpus: "
            + file
            + " is of an unknown kind; .txt, .ndjson and .jsonl are read, also with .gz, and"
            + " folders");
  }

  private static Corpus lines(String name, String how, Layout layout, Path file) {
    return new StreamCorpus(name, name + how, layout, () -> Inputs.file(file));
  }
}
