package io.factorscope.standalone.corpus;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A folder with one document a file, in order of the paths; hidden and blank files are left out.
 */
final class FolderCorpus implements Corpus {

  private static final int BUFFER_CHARACTERS = 1 << 13;

  private final Path folder;

  FolderCorpus(Path folder) {
    this.folder = folder;
  }

  @Override
  public String description() {
    return folder + ", one document a file";
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // closed by the caller, with the stream made of it
  public Stream<CorpusDocument> open() {
    try {
      return Files.walk(folder)
          .filter(this::isVisible)
          .filter(Files::isRegularFile)
          .sorted()
          .map(this::document)
          .filter(document -> !document.text().isBlank());
    } catch (IOException e) {
      throw new CorpusException(folder + ": can't be read: " + e, e);
    }
  }

  private boolean isVisible(Path file) {
    for (Path part : folder.relativize(file)) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }

  private CorpusDocument document(Path file) {
    String name = FileNames.text(folder.relativize(file));
    return new CorpusDocument(Identities.fitting(name), file.toString(), text(file));
  }

  private static String text(Path file) {
    StringBuilder text = new StringBuilder();
    char[] buffer = new char[BUFFER_CHARACTERS];
    try (Reader reader = TextFiles.open(file)) {
      for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
        append(file, text, buffer, n);
      }
      return text.toString();
    } catch (CharacterCodingException e) {
      throw new CorpusException(file + ": is not UTF-8; convert the file or leave it out", e);
    } catch (IOException e) {
      throw new CorpusException(file + ": can't be read: " + e, e);
    }
  }

  private static void append(Path file, StringBuilder text, char[] buffer, int length) {
    if (text.length() + length > Lines.MAX_CHARACTERS) {
      throw new CorpusException(
          file + ": is longer than " + Lines.MAX_CHARACTERS + " characters; split the document");
    }
    text.append(buffer, 0, length);
  }
}
