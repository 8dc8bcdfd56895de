package io.factorscope.coder;

/**
 * What is coded, and how.
 *
 * @param model id
 * @param dictionary name
 * @param dictionaries host:port of the dictionary-service
 * @param threads that code; 0 for as many as there are processors
 */
public record CoderSettings(String model, String dictionary, String dictionaries, int threads) {

  public CoderSettings {
    if (threads < 0) {
      throw new IllegalArgumentException("coder.threads: is " + threads + ", must be 0 or more");
    }
    threads = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
