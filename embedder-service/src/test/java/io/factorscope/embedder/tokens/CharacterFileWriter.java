package io.factorscope.embedder.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the file of {@link CharacterClasses} anew, by asking the oracle about every code point.
 * For a newer oracle: raise its version in the project's pom.xml, run {@code main} in the module's
 * folder, look at what changed, and let {@link CharacterSweepTest} pass.
 */
final class CharacterFileWriter {

  private static final Path FILE =
      Path.of("src/main/resources/io/factorscope/embedder/tokens/bert-characters.txt");

  private static final String HEAD =
      """
      # What Hugging Face's tokenizers know of characters, as the library answered that the module's
      # tests compare with. Written by CharacterFileWriter in these tests, never by hand; why:
      # docs/decisions/0015-unicode-of-the-tokenizers.md
      """;

  private static final int WIDTH = 100;

  // Marks that are no accents; in canonical order the second goes before the first.
  private static final String LATE_MARK = "\u302f";
  private static final String EARLY_MARK = Character.toString(0x1D165);

  private final OracleNormalizer clean = oracle(true, false, false, false);
  private final OracleNormalizer bare = oracle(false, true, false, false);
  private final OracleNormalizer lower = oracle(false, false, true, false);
  private final OracleNormalizer words = oracle(false, false, false, true);
  private final StringBuilder file = new StringBuilder(HEAD);

  private CharacterFileWriter() throws IOException {}

  /** Writes the file over the one that was committed. */
  public static void main(String[] arguments) throws IOException {
    CharacterFileWriter writer = new CharacterFileWriter();
    writer.askForClasses();
    writer.askForMappings();
    Files.writeString(FILE, writer.file, UTF_8);
    System.out.println("wrote " + FILE.toAbsolutePath());
  }

  private void askForClasses() {
    // "a?b" has two words around white space, three around punctuation.
    writeClass("white space", c -> words.words("a" + spelled(c) + "b") == 2);
    writeClass("punctuation", c -> words.words("a" + spelled(c) + "b") == 3);
    // Half a surrogate pair is no character: it counts as U+FFFD, which people put in its place.
    writeClass("unclean", c -> clean.apply(spelled(isSurrogate(c) ? 0xFFFD : c)).isEmpty());
    writeClass("accent", this::isAccent);
    writeClass("barrier", c -> isAccent(c) && !isMark(c));
  }

  private void askForMappings() {
    writeMapping("bare", c -> Hangul.isSyllable(c) || isAccent(c) ? spelled(c) : bare(c));
    writeMapping("lower", c -> lower.apply(spelled(c)));
    int[] kept = CodePoints.all().filter(c -> bare(c).equals(spelled(c)) && isMark(c)).toArray();
    IntUnaryOperator before = c -> (int) IntStream.of(kept).filter(m -> swaps(c, m)).count();
    List<Integer> ranks =
        IntStream.of(kept).map(before).sorted().distinct().boxed().collect(Collectors.toList());
    writeMapping(
        "rank",
        c ->
            IntStream.of(kept).noneMatch(mark -> mark == c)
                ? spelled(c)
                : Character.toString(1 + ranks.indexOf(before.applyAsInt(c))));
  }

  private String bare(int c) {
    return bare.apply(spelled(c));
  }

  private boolean isAccent(int c) {
    return !isSurrogate(c) && bare(c).isEmpty();
  }

  /** Whether it takes part in canonical order: other marks pass it, or it passes others. */
  private boolean isMark(int c) {
    String itself = bare(c);
    return !bare.apply(LATE_MARK + spelled(c) + EARLY_MARK).equals(LATE_MARK + itself + EARLY_MARK);
  }

  /** Whether the second mark goes before the first. */
  private boolean swaps(int first, int second) {
    return first != second
        && bare.apply(spelled(first) + spelled(second)).equals(spelled(second) + spelled(first));
  }

  private void writeClass(String name, IntPredicate member) {
    List<String> ranges = new ArrayList<>();
    int first = -1;
    for (int c = 0; c <= Character.MAX_CODE_POINT + 1; c++) {
      boolean is = c <= Character.MAX_CODE_POINT && member.test(c);
      if (is && first < 0) {
        first = c;
      } else if (!is && first >= 0) {
        ranges.add(hex(first) + (c - 1 > first ? "-" + hex(c - 1) : ""));
        first = -1;
      }
    }
    write(name, ranges);
  }

  private void writeMapping(String name, IntFunction<String> mapping) {
    List<String> mappings = new ArrayList<>();
    CodePoints.all()
        .forEach(
            c -> {
              String to = mapping.apply(c);
              if (!to.equals(spelled(c))) {
                mappings.add(hex(c) + "=" + hex(to));
              }
            });
    write(name, mappings);
  }

  private void write(String name, List<String> entries) {
    file.append('[').append(name).append("]\n");
    StringBuilder line = new StringBuilder();
    for (String entry : entries) {
      if (line.length() + 1 + entry.length() > WIDTH) {
        file.append(line).append('\n');
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(entry);
    }
    file.append(line).append('\n');
    System.out.println(name + ": " + entries.size());
  }

  private static OracleNormalizer oracle(
      boolean clean, boolean strip, boolean lowercase, boolean words) throws IOException {
    return new OracleNormalizer(new BertNormalization(clean, false, strip, lowercase), words);
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  private static String spelled(int c) {
    return Character.toString(c);
  }

  private static String hex(int c) {
    return Integer.toHexString(c);
  }

  private static String hex(String text) {
    return text.codePoints().mapToObj(Integer::toHexString).collect(Collectors.joining("+"));
  }
}
