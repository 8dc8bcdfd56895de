package io.factorscope.standalone.machine;

import io.factorscope.local.MachineException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The project's folder, where the built jars lie. */
public record Installation(Path home) {

  private static final String HOME = "factorscope.home";

  /**
   * The folder in which the script {@code factorscope} lies.
   *
   * @throws MachineException if the script has not said where
   */
  public static Installation fromSystemProperty() {
    String home = System.getProperty(HOME);
    if (home == null) {
      throw new MachineException(
          "system property " + HOME + ": is missing; start with ./factorscope, which sets it");
    }
    return new Installation(Path.of(home).toAbsolutePath());
  }

  /** The data folder unless another is named. */
  public Path defaultData() {
    return home.resolve(".factorscope");
  }

  Path brokerJars() {
    return home.resolve("tools/broker/target/lib");
  }

  /**
   * The runnable jar of a service.
   *
   * @throws MachineException if it was not built
   */
  Path serviceJar(String service) {
    Path jar = home.resolve(service).resolve("target/quarkus-app/quarkus-run.jar");
    if (!Files.isRegularFile(jar)) {
      throw new MachineException(
          jar + ": is missing; build with ./factorscope, or mvn -Dquick -DskipTests package");
    }
    return jar;
  }
}
