package io.factorscope.versions;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.v1.Alias;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionBookTest {

  private final VersionBook book = new VersionBook();
  private final List<Long> told = new ArrayList<>();

  @Test
  void whereAnAliasHasBeenIsNoNewsWhileTheLogIsReadFromItsBeginning() throws Exception {
    AutoCloseable listening = book.onAlias(alias -> told.add(alias.getVersion()));
    move(1);
    move(2);
    assertThat(told).isEmpty();
    book.caughtUp();
    assertThat(told).containsExactly(2L);
    move(3);
    assertThat(told).containsExactly(2L, 3L);

    book.startOver();
    move(1);
    move(2);
    move(4);
    assertThat(told).containsExactly(2L, 3L);
    book.caughtUp();
    assertThat(told).containsExactly(2L, 3L, 4L);

    listening.close();
    move(5);
    assertThat(told).containsExactly(2L, 3L, 4L);
  }

  @Test
  void whoComesLaterIsToldHowItIs() throws Exception {
    move(7);
    book.caughtUp();
    try (AutoCloseable _ = book.onAlias(alias -> told.add(alias.getVersion()))) {
      assertThat(told).containsExactly(7L);
    }
  }

  private void move(long version) {
    book.add(Alias.newBuilder().setDictionary("d").setAlias("live").setVersion(version).build());
  }
}
