package io.factorscope.standalone;

import io.factorscope.local.MachineException;
import io.factorscope.standalone.machine.DataFolder;
import io.factorscope.standalone.machine.FileProblem;
import io.factorscope.standalone.machine.FolderLock;
import io.factorscope.standalone.machine.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code clean}: removes a data folder, and only one that is ours and that nobody uses. */
@Command(
    name = "clean",
    description =
        "Removes a data folder: all documents, codes and dictionaries in it. Refuses while it is in"
            + " use.",
    mixinStandardHelpOptions = true)
final class CleanCommand implements Callable<Integer> {

  @Mixin private DataOption data = new DataOption();

  @Override
  public Integer call() {
    DataFolder folder = data.folder();
    if (!Files.exists(folder.path())) {
      System.out.println(folder.path() + " is not there");
      return 0;
    }
    if (!folder.isOurs()) {
      throw new MachineException(
          "--data: " + folder.path() + " is no data folder of factorscope; nothing was removed");
    }
    try (FolderLock _ = folder.lock()) {
      Leftovers.stop(folder).ifPresent(System.out::println);
      folder.delete();
    } catch (IOException e) {
      throw new MachineException(
          "--data: " + folder.path() + " can't be removed: " + FileProblem.of(e), e);
    }
    System.out.println("removed " + folder.path());
    return 0;
  }
}
