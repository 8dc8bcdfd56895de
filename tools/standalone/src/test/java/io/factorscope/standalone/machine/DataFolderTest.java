package io.factorscope.standalone.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.factorscope.local.ChildProcess;
import io.factorscope.local.MachineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder that all state lives in: one user at a time, nobody else's files, enough room. */
class DataFolderTest {

  private static final long GIBIBYTE = 1L << 30;

  /** A program that holds the lock of the file it is told until it is killed. */
  private static final String HOLDER =
      """
      import java.nio.channels.FileChannel;
      import java.nio.file.*;
      void main(String[] file) throws Exception {
        FileChannel.open(Path.of(file[0]), StandardOpenOption.WRITE).lock();
        System.out.println("locked");
        Thread.sleep(600_000);
      }
      """;

  @TempDir Path folder;

  @Test
  void isUsedByOneAtATime() {
    DataFolder data = new DataFolder(folder.resolve("data with spaces"));

    try (FolderLock _ = data.lock()) {
      assertThatThrownBy(data::lock)
          .isInstanceOf(MachineException.class)
          .hasMessageContaining("data with spaces is in use by another ./factorscope up");
    }
    // What was given back can be taken again.
    data.lock().close();
  }

  @Test
  void isUsedByOneProcessAtATime() throws Exception {
    DataFolder data = new DataFolder(folder.resolve("data"));
    data.lock().close();
    Path source = Files.writeString(folder.resolve("Holder.java"), HOLDER);
    Process holder =
        new ProcessBuilder(
                ChildProcess.java(),
                source.toString(),
                data.path().resolve("factorscope.lock").toString())
            .redirectErrorStream(true)
            .start();

    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("locked");
      assertThatThrownBy(data::lock).hasMessageContaining("in use");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    // The lock of a killed process is nobody's.
    data.lock().close();
  }

  @Test
  void doesNotTakeAFolderThatHoldsSomethingElse() throws IOException {
    Files.writeString(folder.resolve("thesis.tex"), "precious");
    DataFolder data = new DataFolder(folder);

    assertThatThrownBy(data::lock).hasMessageContaining("holds something else");
    assertThat(data.isOurs()).isFalse();
  }

  @Test
  void deletesAllThatIsInIt() throws IOException {
    DataFolder data = new DataFolder(folder.resolve("data"));
    data.lock().close();
    Files.createDirectories(data.broker().resolve("data"));
    Files.writeString(data.broker().resolve("data/log"), "x");

    assertThat(data.isOurs()).isTrue();
    data.delete();

    assertThat(data.path()).doesNotExist();
  }

  @Test
  void whatCouldNotBeDeletedIsStillOurs() throws IOException {
    DataFolder data = new DataFolder(folder.resolve("data"));
    data.lock().close();
    Path closed = Files.createDirectories(data.logs().resolve("closed"));
    Files.writeString(closed.resolve("log"), "x");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(closed), "root may delete anything");

    assertThatThrownBy(data::delete).isInstanceOf(IOException.class);
    assertThat(data.isOurs()).isTrue();

    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwxr-xr-x"));
    data.delete();
    assertThat(data.path()).doesNotExist();
  }

  @Test
  void temporaryFilesOfTheKilledAreGoneAtTheNextStart() throws IOException {
    DataFolder data = new DataFolder(folder.resolve("data"));
    data.lock().close();
    data.renewTemporary();
    Files.createDirectories(data.temporary().resolve("cache/of a killed process"));

    data.renewTemporary();

    assertThat(data.temporary()).isEmptyDirectory();
  }

  @Test
  void saysHowMuchRoomIsNeededAndThere() {
    DataFolder data = new DataFolder(folder);

    DiskSpace.require(data, 1L << 20);

    assertThatThrownBy(() -> DiskSpace.require(data, 1L << 50))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("5 topics of 1,073,741,824 MiB")
        .hasMessageContaining("MiB are free")
        .hasMessageContaining("--topic-limit");
  }

  @Test
  void whatIsThereAlreadyIsNotNeededAgain() {
    assertThat(DiskSpace.needed(0, 2 * GIBIBYTE)).isEqualTo(11 * GIBIBYTE);
    assertThat(DiskSpace.needed(4 * GIBIBYTE, 2 * GIBIBYTE)).isEqualTo(7 * GIBIBYTE);
    assertThat(DiskSpace.needed(20 * GIBIBYTE, 2 * GIBIBYTE)).isEqualTo(GIBIBYTE / 4);
  }
}
