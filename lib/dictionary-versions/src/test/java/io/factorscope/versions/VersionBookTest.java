package io.factorscope.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.factorscope.v1.Alias;
import io.factorscope.wire.Aliases;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class VersionBookTest {

  private final VersionBook book = new VersionBook();
  private final List<Long> told = new CopyOnWriteArrayList<>();

  @Test
  void whereAnAliasHasBeenIsNoNewsWhileTheLogIsReadFromItsBeginning() throws Exception {
    AliasSubscription subscription = book.onAlias(this::note);
    move(1);
    move(2);
    assertNothingMoreThan();
    book.caughtUp();
    awaitTold(2L);
    move(3);
    awaitTold(2L, 3L);

    book.startOver();
    move(1);
    move(2);
    move(4);
    assertNothingMoreThan(2L, 3L);
    book.caughtUp();
    awaitTold(2L, 3L, 4L);

    subscription.close();
    move(5);
    assertNothingMoreThan(2L, 3L, 4L);
  }

  @Test
  void whoComesLaterIsToldHowItIs() {
    move(7);
    book.caughtUp();
    try (AliasSubscription _ = book.onAlias(this::note)) {
      awaitTold(7L);
    }
  }

  @Test
  void aSlowListenerHoldsUpNeitherTheBookNorOthersAndEndsWithTheNewest() {
    CountDownLatch answered = new CountDownLatch(1);
    List<Long> slow = new CopyOnWriteArrayList<>();
    book.caughtUp();
    try (AliasSubscription _ = book.onAlias(alias -> noteLate(alias, answered, slow));
        AliasSubscription _ = book.onAlias(this::note)) {
      move(1);
      await().until(() -> slow.equals(List.of(1L)));
      for (long version = 2; version <= 1000; version++) {
        move(version);
      }
      await().until(() -> told.contains(1000L));
      assertThat(told).isSorted();
      answered.countDown();
      await().until(() -> slow.equals(List.of(1L, 1000L)));
    }
  }

  @Test
  void aListenerThatFailsHarmsNobodyAndIsToldTheNext() {
    book.caughtUp();
    Consumer<Alias> failing =
        alias -> {
          note(alias);
          throw new AssertionError("for this test");
        };
    List<Long> others = new CopyOnWriteArrayList<>();
    try (AliasSubscription _ = book.onAlias(failing);
        AliasSubscription _ = book.onAlias(alias -> others.add(alias.getVersion()))) {
      move(1);
      awaitTold(1L);
      move(2);
      awaitTold(1L, 2L);
      await().until(() -> others.getLast() == 2);
    }
  }

  /** With the lock held, the book's caller would wait for the listener, and it for the book. */
  @Test
  void aListenerMayWaitForWhoReadsTheBook() {
    book.caughtUp();
    try (AliasSubscription _ =
        book.onAlias(
            alias -> {
              Thread reader = Thread.ofVirtual().start(() -> book.names());
              try {
                reader.join();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              note(alias);
            })) {
      move(1);
      awaitTold(1L);
    }
  }

  @Test
  void eachAliasHasItsOwnLast() {
    book.caughtUp();
    CountDownLatch answered = new CountDownLatch(1);
    List<String> places = new CopyOnWriteArrayList<>();
    try (AliasSubscription _ =
        book.onAlias(
            alias -> {
              noteLate(alias, answered, told);
              places.add(alias.getDictionary() + "/" + alias.getAlias() + alias.getVersion());
            })) {
      for (long version = 1; version <= 3; version++) {
        move("d", Aliases.LIVE, version);
        move("d", "best", version);
        move("e", Aliases.LIVE, version);
      }
      answered.countDown();
      await().untilAsserted(() -> assertThat(places).contains("d/live3", "d/best3", "e/live3"));
    }
  }

  private void note(Alias alias) {
    told.add(alias.getVersion());
  }

  private static void noteLate(Alias alias, CountDownLatch answered, List<Long> told) {
    told.add(alias.getVersion());
    try {
      answered.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitTold(Long... versions) {
    await().untilAsserted(() -> assertThat(told).containsExactly(versions));
  }

  private void assertNothingMoreThan(Long... versions) {
    await()
        .during(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(told).containsExactly(versions));
  }

  private void move(long version) {
    move("d", Aliases.LIVE, version);
  }

  private void move(String dictionary, String alias, long version) {
    book.add(
        Alias.newBuilder().setDictionary(dictionary).setAlias(alias).setVersion(version).build());
  }
}
