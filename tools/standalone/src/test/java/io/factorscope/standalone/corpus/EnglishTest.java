package io.factorscope.standalone.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnglishTest {

  @Test
  void knowsEnglish() {
    assertThat(
            English.isEnglish(
                "We have to thank the rapporteur for the work that was done in this House."))
        .isTrue();
    assertThat(
            English.isEnglish(
                "(PL) I voted in favour of this report, which is a step in the right direction."))
        .isTrue();
  }

  @Test
  void knowsWhatIsNot() {
    assertThat(
            English.isEnglish(
                "Herr Präsident, ich danke dem Berichterstatter für die Arbeit, "
                    + "die er hier geleistet hat."))
        .isFalse();
    assertThat(
            English.isEnglish(
                "Monsieur le Président, je remercie le rapporteur pour le travail accompli."))
        .isFalse();
    assertThat(
            English.isEnglish(
                "Het is een goed verslag, maar we hebben in de commissie "
                    + "ook over het milieu gesproken."))
        .isFalse();
    assertThat(
            English.isEnglish(
                "Fru talman! Jag vill tacka föredraganden "
                    + "för det arbete som har gjorts i utskottet."))
        .isFalse();
    assertThat(English.isEnglish("Κύριε Πρόεδρε, ευχαριστώ τον εισηγητή.")).isFalse();
  }

  @Test
  void isNotDeceivedByAQuotation() {
    assertThat(
            English.isEnglish(
                "Wie Churchill sagte: \"We shall fight on the beaches\", und das gilt "
                    + "auch heute für die Union und ihre Bürger in allen Staaten."))
        .isFalse();
  }

  @Test
  void doesNotTakeAWordOrTwoForALanguage() {
    assertThat(English.isEnglish("")).isFalse();
    assertThat(English.isEnglish(".")).isFalse();
    assertThat(English.isEnglish("The vote")).isFalse();
  }
}
