package io.factorscope.benchmarks;

import java.nio.file.Path;

/** The project's folder. */
final class Home {

  private static final String PROPERTY = "factorscope.home";

  private Home() {}

  /**
   * The folder that the script {@code factorscope} lies in.
   *
   * @throws BenchmarkException if the script has not said where
   */
  static Path folder() {
    String home = System.getProperty(PROPERTY);
    if (home == null) {
      throw new BenchmarkException(
          "system property %s: is missing; start with ./factorscope benchmark, which sets it"
              .formatted(PROPERTY));
    }
    return Path.of(home).toAbsolutePath();
  }
}
