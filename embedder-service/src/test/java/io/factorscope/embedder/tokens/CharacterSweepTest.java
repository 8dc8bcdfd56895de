package io.factorscope.embedder.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.embedder.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every code point becomes what Hugging Face's tokenizers make of it, with every option. */
class CharacterSweepTest {

  /** Code points that are compared at once: the oracle takes its time for each call. */
  private static final int BATCH = 64;

  private static final BertNormalization UNCASED = new BertNormalization(true, true, true, true);

  @TempDir private Path folder;

  @Test
  void everyCodePointAloneDoubledAndInWordsHasTheOraclesIdsWordsAndSpans() throws IOException {
    try (Oracle oracle = new Oracle(TestModels.tokenizer(TestModels.BGE))) {
      assertThat(differences(CodePoints.all(), CharacterSweepTest::inContexts, oracle::difference))
          .isEmpty();
    }
  }

  /**
   * In canonical order some marks that are no accents go before an accent. Then the oracle's span
   * of the mark is the accent's place, and the token ends too early; ours has the mark in it.
   */
  @Test
  void afterAnAccentOnlyMarksThatGoBeforeItHaveOtherSpans() throws IOException {
    int accent = CharacterClasses.rank(0x8D4);
    List<String> marks =
        CodePoints.all()
            .filter(c -> CharacterClasses.rank(c) > 0 && CharacterClasses.rank(c) < accent)
            .mapToObj(Character::toString)
            .toList();
    Function<String, String> afterAccent = c -> "e\u0301" + c + " ";
    try (Oracle oracle = new Oracle(TestModels.tokenizer(TestModels.BGE))) {
      IntStream others = CodePoints.telling().filter(c -> !marks.contains(Character.toString(c)));
      assertThat(differences(others, afterAccent, oracle::difference)).isEmpty();
      assertThat(marks).hasSize(24);
      assertThat(marks)
          .allSatisfy(
              mark -> assertThat(oracle.differenceButForSpans(afterAccent.apply(mark))).isEmpty());
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  void allOptionsAreTheOracles(BertNormalization options) throws IOException {
    try (Oracle oracle = new Oracle(fileWith(options))) {
      assertThat(
              differences(CodePoints.telling(), CharacterSweepTest::inContexts, oracle::difference))
          .isEmpty();
    }
  }

  /** Ids can hide what a word that no vocabulary has was normalised to. */
  @ParameterizedTest
  @MethodSource("options")
  void allCharactersAreNormalisedAsByTheOracle(BertNormalization options) throws IOException {
    IntStream swept = options.equals(UNCASED) ? CodePoints.all() : CodePoints.telling();
    try (Normalizers both = new Normalizers(options)) {
      assertThat(differences(swept, c -> c + "\n", both::difference)).isEmpty();
    }
  }

  @Test
  void marksAfterMarksAreOrderedAsByTheOracle() throws IOException {
    int[] kept = CodePoints.all().filter(c -> CharacterClasses.rank(c) > 0).toArray();
    int[] marks =
        CodePoints.all()
            .filter(c -> CharacterClasses.rank(c) > 0 || CharacterClasses.isAccent(c))
            .toArray();
    try (Normalizers both = new Normalizers(UNCASED)) {
      for (int mark : kept) {
        String first = Character.toString(mark);
        assertThat(
                differences(
                    Arrays.stream(marks), c -> "a" + first + c + "a" + c + first, both::difference))
            .isEmpty();
      }
      Random random = new Random(6);
      for (int i = 0; i < 5_000; i++) {
        assertThat(both.difference(marks(random, kept, marks))).isEmpty();
      }
    }
  }

  private static String marks(Random random, int[] kept, int[] marks) {
    return IntStream.range(0, 40)
        .map(
            i ->
                switch (random.nextInt(6)) {
                  case 0 -> 0x1D15E + random.nextInt(7); // become two or three marks
                  case 1 -> "a\u200b中".charAt(random.nextInt(3));
                  case 2 -> marks[random.nextInt(marks.length)];
                  default -> kept[random.nextInt(kept.length)];
                })
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  private static List<BertNormalization> options() {
    return IntStream.range(0, 16)
        .mapToObj(i -> new BertNormalization((i & 1) > 0, (i & 2) > 0, (i & 4) > 0, (i & 8) > 0))
        .toList();
  }

  private static String inContexts(String c) {
    return c + " a" + c + " a" + c + "b " + c + c + " ";
  }

  /** What differs, each code point by itself; most often nothing, which batches show faster. */
  private static List<String> differences(
      IntStream codePoints,
      Function<String, String> context,
      Function<String, Optional<String>> difference) {
    List<String> all = codePoints.mapToObj(Character::toString).toList();
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < all.size(); i += BATCH) {
      List<String> batch = all.subList(i, Math.min(i + BATCH, all.size()));
      if (difference.apply(batch.stream().map(context).collect(Collectors.joining())).isPresent()) {
        batch.forEach(
            c ->
                difference
                    .apply(context.apply(c))
                    .ifPresent(
                        text -> differences.add("U+%04X: %s".formatted(c.codePointAt(0), text))));
      }
    }
    return differences;
  }

  private Path fileWith(BertNormalization options) throws IOException {
    String file = Files.readString(TestModels.tokenizer(TestModels.MINI_LM));
    String normalizer =
        """
        "normalizer": {"type": "BertNormalizer", "clean_text": %s, "handle_chinese_chars": %s,
                       "strip_accents": %s, "lowercase": %s}"""
            .formatted(
                options.cleanText(),
                options.handleChineseChars(),
                // Unset means: as lowercase.
                options.stripAccents() == options.lowercase() ? "null" : options.stripAccents(),
                options.lowercase());
    String changed = file.replaceFirst("\"normalizer\":\\s*\\{[^}]*}", normalizer);
    assertThat(changed).isNotEqualTo(file);
    return Files.writeString(folder.resolve("tokenizer.json"), changed);
  }

  /** The oracle's normaliser and ours. */
  private static final class Normalizers implements AutoCloseable {

    private final OracleNormalizer theirs;
    private final TextNormalizer ours;

    Normalizers(BertNormalization options) throws IOException {
      theirs = new OracleNormalizer(options, false);
      ours = new TextNormalizer(options);
    }

    Optional<String> difference(String text) {
      NormalizedText normalized = new NormalizedText(text.length());
      ours.normalize(text, 0, text.length(), normalized);
      String got = new String(normalized.units(), 0, normalized.length());
      String expected = theirs.apply(text);
      return got.equals(expected)
          ? Optional.empty()
          : Optional.of("'%s' becomes '%s', oracle '%s'".formatted(text, got, expected));
    }

    @Override
    public void close() {
      theirs.close();
    }
  }
}
