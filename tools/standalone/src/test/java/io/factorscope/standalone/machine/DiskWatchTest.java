package io.factorscope.standalone.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a disk that gets full is warned of. */
class DiskWatchTest {

  private static final long MEBIBYTE = 1L << 20;

  @TempDir Path folder;

  private final AtomicLong needed = new AtomicLong(1_000 * MEBIBYTE);
  private final AtomicLong free = new AtomicLong(5_000 * MEBIBYTE);

  @Test
  void warnsWhenLessIsFreeThanTheTopicsMayTake() {
    DiskWatch watch = new DiskWatch(new DataFolder(folder), needed::get, free::get);
    assertThat(watch.look()).isEmpty();

    free.set(999 * MEBIBYTE);

    assertThat(watch.look())
        .hasValue(
            "warning: the disk of "
                + folder
                + " gets full: 999 MiB are free, the topics may take 1,000 MiB more; make room, or"
                + " stop and start again on a folder with a lower --topic-limit");
  }

  @Test
  void warnsOnceAndAgainWhenHalfOfItIsGone() {
    DiskWatch watch = new DiskWatch(new DataFolder(folder), needed::get, free::get);
    free.set(800 * MEBIBYTE);
    assertThat(watch.look()).isPresent();

    free.set(500 * MEBIBYTE);
    assertThat(watch.look()).isEmpty();
    free.set(400 * MEBIBYTE);
    assertThat(watch.look()).isPresent();
  }

  @Test
  void warnsAgainWhenThereWasRoomMeanwhile() {
    DiskWatch watch = new DiskWatch(new DataFolder(folder), needed::get, free::get);
    free.set(900 * MEBIBYTE);
    assertThat(watch.look()).isPresent();
    needed.set(800 * MEBIBYTE);
    assertThat(watch.look()).isEmpty();

    free.set(799 * MEBIBYTE);

    assertThat(watch.look()).isPresent();
  }

  @Test
  void looksAtTheRealDisk() {
    assertThat(new DiskWatch(new DataFolder(folder), 1L << 20).look()).isEmpty();
    assertThat(new DiskWatch(new DataFolder(folder), 1L << 50).look())
        .hasValueSatisfying(text -> assertThat(text).contains("may take 5,368,7"));
  }
}
