package io.factorscope.embedder.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/**
 * A file of facts about characters. Under {@code [a name]} it lists a class's code points and
 * ranges ({@code 20 9-d}), or what characters are mapped to ({@code c0=41 130=69+307}); all numbers
 * are hexadecimal, and a line that begins with # is for people.
 */
final class CharacterFile {

  private final Map<String, List<String>> sections = new HashMap<>();

  /**
   * Reads a resource of this package.
   *
   * @throws UncheckedIOException if it can't be read
   */
  CharacterFile(String resource) {
    try (InputStream file =
            Objects.requireNonNull(CharacterFile.class.getResourceAsStream(resource), resource);
        BufferedReader lines = new BufferedReader(new InputStreamReader(file, UTF_8))) {
      List<String> section = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("[")) {
          section = sections.computeIfAbsent(line, name -> new ArrayList<>());
        } else if (!line.startsWith("#")) {
          section.addAll(Arrays.asList(line.split(" ", -1)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Passes every code point of a class to {@code into}. */
  void members(String name, IntConsumer into) {
    for (String range : section(name)) {
      int dash = range.indexOf('-');
      int first = number(dash < 0 ? range : range.substring(0, dash));
      int last = dash < 0 ? first : number(range.substring(dash + 1));
      for (int c = first; c <= last; c++) {
        into.accept(c);
      }
    }
  }

  /** What characters are mapped to, e.g. to lower case. */
  Map<Integer, String> spellings(String name) {
    Map<Integer, String> spellings = new HashMap<>();
    mappings(name)
        .forEach(
            (c, to) ->
                spellings.put(
                    c,
                    Arrays.stream(to.split("\\+", -1))
                        .map(each -> Character.toString(number(each)))
                        .collect(Collectors.joining())));
    return spellings;
  }

  /** Numbers of characters. */
  Map<Integer, Integer> numbers(String name) {
    Map<Integer, Integer> numbers = new HashMap<>();
    mappings(name).forEach((c, to) -> numbers.put(c, number(to)));
    return numbers;
  }

  private Map<Integer, String> mappings(String name) {
    return section(name).stream()
        .map(mapping -> mapping.split("=", -1))
        .collect(Collectors.toMap(mapping -> number(mapping[0]), mapping -> mapping[1]));
  }

  private List<String> section(String name) {
    return Objects.requireNonNull(sections.get("[" + name + "]"), name);
  }

  private static int number(String hexadecimal) {
    return Integer.parseInt(hexadecimal, 16);
  }
}
