package io.factorscope.exactlyonce;

import java.util.regex.Pattern;

/**
 * The names of the topics.
 *
 * @param prefix put before every name; may be empty
 */
public record TopicNames(String prefix) {

  /** What Kafka takes; the longest of our names is well below what is left to its 249. */
  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{0,180}");

  /**
   * Names with a prefix.
   *
   * @throws IllegalArgumentException if it can't be part of a topic's name
   */
  public TopicNames {
    legal("topic prefix", prefix);
  }

  public String texts() {
    return prefix + "texts";
  }

  public String hiddenStates(String model) {
    return prefix + "hidden-states." + legal("model", model);
  }

  public String codes(String dictionary) {
    return prefix + "codes." + legal("dictionary", dictionary);
  }

  public String evidence() {
    return prefix + "evidence";
  }

  public String dictionaryVersions() {
    return prefix + "dictionary-versions";
  }

  public String dictionaryCheckpoints() {
    return prefix + "dictionary-checkpoints";
  }

  public String deadLetters() {
    return prefix + "dead-letters";
  }

  private static String legal(String what, String part) {
    if (!LEGAL.matcher(part).matches()) {
      throw new IllegalArgumentException(
          "%s: '%s' can't be part of a topic's name; use letters, digits, '.', '_' and '-', at most 180"
              .formatted(what, part));
    }
    return part;
  }
}
