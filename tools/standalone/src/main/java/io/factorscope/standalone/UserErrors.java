package io.factorscope.standalone;

import io.factorscope.audit.AuditException;
import io.factorscope.local.MachineException;
import io.factorscope.models.ModelException;
import io.factorscope.standalone.corpus.CorpusException;
import io.factorscope.standalone.corpus.FileNames;
import io.factorscope.standalone.ingest.IngestException;
import io.factorscope.standalone.machine.FileProblem;
import io.factorscope.versions.DictionariesException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.util.Objects;
import java.util.Optional;

/** Errors that are the user's to solve: their message will do, and a stack would not help. */
final class UserErrors {

  private UserErrors() {}

  /** What to tell the user; empty if the error is ours. */
  static Optional<String> message(Exception exception) {
    return switch (exception) {
      case CorpusException _,
          MachineException _,
          DictionariesException _,
          IngestException _,
          AuditException _,
          ModelException _ ->
          Optional.of(String.valueOf(exception.getMessage()));
      case InvalidPathException e -> Optional.of(FileNames.refusal(e.getInput()));
      case UncheckedIOException e ->
          Optional.of(FileProblem.of(Objects.requireNonNull(e.getCause())));
      default -> Optional.empty();
    };
  }
}
