package io.factorscope.standalone.corpus;

import io.factorscope.documents.DocumentLimits;
import io.factorscope.documents.DocumentReader;
import io.factorscope.documents.FittingName;
import io.factorscope.documents.Inputs;
import io.factorscope.documents.Item;
import io.factorscope.documents.Origin;
import io.factorscope.documents.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder with one document a file, in order of the paths; hidden and blank files are left out.
 */
final class FolderCorpus implements Corpus {

  private final Path folder;

  FolderCorpus(Path folder) {
    this.folder = folder;
  }

  @Override
  public String description() {
    return folder + ", one document a file";
  }

  @Override
  public Stream<Item> open() {
    FolderFiles found = new FolderFiles(folder);
    return Stream.concat(
        found.unreadable().stream(),
        found.files().stream().map(this::item).flatMap(Optional::stream));
  }

  private Optional<Item> item(Path file) {
    String name = FittingName.ofFile(folder, file);
    try (InputStream in = Inputs.file(file)) {
      return DocumentReader.whole(
          in, FittingName.of(name, DocumentLimits.MAX_ID_BYTES), Origin.named(file.toString()));
    } catch (IOException e) {
      return Optional.of(new Refusal(Refusal.Kind.DOCUMENT, file.toString(), 0, Inputs.reason(e)));
    }
  }
}
