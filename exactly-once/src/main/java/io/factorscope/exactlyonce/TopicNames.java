package io.factorscope.exactlyonce;

/**
 * The names of the topics.
 *
 * @param prefix put before every name; may be empty
 */
public record TopicNames(String prefix) {

  public String texts() {
    return prefix + "texts";
  }

  public String hiddenStates(String model) {
    return prefix + "hidden-states." + model;
  }

  public String codes(String dictionary) {
    return prefix + "codes." + dictionary;
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
}
