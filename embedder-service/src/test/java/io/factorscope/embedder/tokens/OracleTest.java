package io.factorscope.embedder.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.embedder.TestModels;
import io.factorscope.embedder.TestTexts;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Texts become what Hugging Face's own tokenizer makes of them. */
class OracleTest {

  private static Oracle oracle;

  @BeforeAll
  static void open() throws IOException {
    oracle = new Oracle(TestModels.tokenizer(TestModels.BGE));
  }

  @AfterAll
  static void close() {
    oracle.close();
  }

  @Test
  void hardTexts() throws IOException {
    assertThat(TestTexts.HARD).allSatisfy(text -> assertThat(oracle.difference(text)).isEmpty());
    try (Oracle other = new Oracle(TestModels.tokenizer(TestModels.MINI_LM))) {
      assertThat(TestTexts.HARD).allSatisfy(text -> assertThat(other.difference(text)).isEmpty());
    }
  }

  @Test
  void realSpeeches() {
    assertThat(TestTexts.speeches(3_000))
        .allSatisfy(text -> assertThat(oracle.difference(text)).isEmpty());
  }

  @Test
  void randomStringsOfManyScripts() {
    Random random = new Random(20_000);
    for (int i = 0; i < 20_000; i++) {
      String text = randomText(random);
      assertThat(oracle.differenceButForSpans(text)).isEmpty();
      if (text.codePoints().noneMatch(c -> CharacterClasses.rank(c) > 0)) {
        assertThat(oracle.difference(text)).isEmpty();
      }
    }
  }

  /** A few words of one to eight characters, each word from one block of Unicode or from ASCII. */
  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int words = 1 + random.nextInt(6);
    for (int word = 0; word < words; word++) {
      int block = random.nextBoolean() ? 0x20 : random.nextInt(0x2FF) * 0x100;
      int length = 1 + random.nextInt(8);
      for (int i = 0; i < length; i++) {
        int c =
            random.nextInt(6) == 0 ? 0x300 + random.nextInt(0x70) : block + random.nextInt(0x5F);
        if (!(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) && c > 0) {
          text.appendCodePoint(c);
        }
      }
      text.append(random.nextInt(4) == 0 ? "" : " ");
    }
    return text.toString();
  }
}
