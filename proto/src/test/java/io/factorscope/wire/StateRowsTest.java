package io.factorscope.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateRowsTest {

  private final StateRows rows = StateRows.of(BatchMessages.states().build());

  @Test
  void tokensInTheOrderOfTheSlicesAndLayersWithinThem() {
    assertThat(walked(rows))
        .containsExactly(
            "0: window 0 token 1 layer 0",
            "1: window 0 token 1 layer 1",
            "2: window 0 token 2 layer 0",
            "3: window 0 token 2 layer 1",
            "4: window 1 token 0 layer 0",
            "5: window 1 token 0 layer 1");
    assertThat(rows.count()).isEqualTo(6);
    assertThat(rows.tokens()).isEqualTo(3);
    assertThat(StateRows.of(BatchMessages.codes().build())).isEqualTo(rows);
  }

  @Test
  void aCutHasTheRowsOfItsTokens() {
    assertThat(walked(rows.ofTokens(1, 3)))
        .containsExactly(
            "0: window 0 token 2 layer 0",
            "1: window 0 token 2 layer 1",
            "2: window 1 token 0 layer 0",
            "3: window 1 token 0 layer 1");
    assertThat(rows.ofTokens(0, 3)).isEqualTo(rows);
    for (int cut = 0; cut <= 3; cut++) {
      assertThat(rows.ofTokens(0, cut).count() + rows.ofTokens(cut, 3).count()).isEqualTo(6);
      assertThat(rows.ofTokens(cut, cut).slices()).isEmpty();
    }
  }

  private static List<String> walked(StateRows rows) {
    List<String> walked = new ArrayList<>();
    rows.forEach(
        (row, slice, token, layer) ->
            walked.add(
                "%d: window %d token %d layer %d"
                    .formatted(row, slice.getWindow().getIndex(), token, layer)));
    return walked;
  }
}
