package io.factorscope.standalone;

import io.factorscope.standalone.machine.DataFolder;
import io.factorscope.standalone.machine.Installation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --data}, which all commands have. */
final class DataOption {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder for topics, model and logs (default: .factorscope in the project's folder).")
  private @Nullable Path data;

  /** The folder that is named, or the default one; it need not be there. */
  DataFolder folder() {
    Path path = data != null ? data : Installation.fromSystemProperty().defaultData();
    return new DataFolder(path.toAbsolutePath().normalize());
  }
}
