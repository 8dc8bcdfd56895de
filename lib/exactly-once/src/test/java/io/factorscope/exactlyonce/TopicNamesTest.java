package io.factorscope.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicNamesTest {

  @Test
  void aPrefixAndAModelBecomePartOfTheName() {
    assertThat(new TopicNames("team-a.").hiddenStates("bge_1.5"))
        .isEqualTo("team-a.hidden-states.bge_1.5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "ä", "a,b", "a/b", "${x}", "a\n"})
  void whatKafkaDoesNotTakeIsRefusedByName(String part) {
    TopicNames names = new TopicNames("");

    assertThatThrownBy(() -> new TopicNames(part)).hasMessageContaining("prefix: '" + part + "'");
    assertThatThrownBy(() -> names.hiddenStates(part))
        .hasMessageContaining("model: '" + part + "' can't be part of a topic's name");
    assertThatThrownBy(() -> names.codes(part)).hasMessageContaining("dictionary: '" + part);
  }
}
