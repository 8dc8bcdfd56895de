package io.factorscope.standalone.corpus;

import io.factorscope.documents.Inputs;
import io.factorscope.documents.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The files of a folder, its subfolders and what links lead to, in order of their paths. A folder
 * is read once, however many links lead to it, and by its own path rather than by a link. Hidden
 * ones are left out.
 */
final class FolderFiles {

  private final SortedSet<Path> files = new TreeSet<>();
  private final List<Refusal> unreadable = new ArrayList<>();
  private final Set<Path> seen = new HashSet<>();
  private final Queue<Path> linkedFolders = new ArrayDeque<>();

  FolderFiles(Path folder) {
    linkedFolders.add(folder);
    while (!linkedFolders.isEmpty()) {
      enter(linkedFolders.remove());
    }
  }

  List<Path> files() {
    return List.copyOf(files);
  }

  /** Folders and links that could not be followed. */
  List<Refusal> unreadable() {
    return List.copyOf(unreadable);
  }

  private void enter(Path folder) {
    try {
      if (seen.add(folder.toRealPath())) {
        visible(folder).forEach(this::look);
      }
    } catch (UncheckedIOException e) {
      refuse(folder, Inputs.reason(Objects.requireNonNull(e.getCause())));
    } catch (IOException e) {
      refuse(folder, Inputs.reason(e));
    }
  }

  private static List<Path> visible(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !String.valueOf(entry.getFileName()).startsWith("."))
          .sorted()
          .toList();
    }
  }

  private void look(Path entry) {
    boolean link = Files.isSymbolicLink(entry);
    if (Files.isRegularFile(entry)) {
      files.add(entry);
    } else if (Files.isDirectory(entry) && link) {
      linkedFolders.add(entry);
    } else if (Files.isDirectory(entry)) {
      enter(entry);
    } else if (link && !Files.exists(entry)) {
      refuse(entry, "is a link that leads nowhere");
    }
  }

  private void refuse(Path path, String reason) {
    unreadable.add(new Refusal(Refusal.Kind.DOCUMENT, path.toString(), 0, reason));
  }
}
