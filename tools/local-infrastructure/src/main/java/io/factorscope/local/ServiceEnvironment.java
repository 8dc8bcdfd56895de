package io.factorscope.local;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The environment of the processes that a machine starts: the launcher's, without variables that
 * they would take for settings that the launcher makes, or that the other commands know nothing of.
 */
public final class ServiceEnvironment {

  private static final String OURS = "factorscope[._]";

  /**
   * Each service reads every variable as a setting, of Quarkus and of ours; gRPC has a proxy of its
   * own there, the broker's Log4j its settings. What says how work is done, e.g.
   * FACTORSCOPE_MODEL_DEVICE, goes on to the services.
   */
  private static final Pattern KEPT_BACK =
      Pattern.compile(
          "(_[a-z0-9]+_)?(quarkus|smallrye|mp|kafka|grpc|log4j2?|"
              + OURS
              + "(kafka|dictionaries|dictionary[._]name))([._].*)?|classpath",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern OF_FACTORSCOPE =
      Pattern.compile(OURS + ".*", Pattern.CASE_INSENSITIVE);

  private ServiceEnvironment() {}

  /** Removes what a process must not see from its environment. */
  public static void restrict(Map<String, String> environment) {
    environment.keySet().removeIf(ServiceEnvironment::isKeptBack);
  }

  /** The names of Factorscope's own settings in an environment that are not passed on, sorted. */
  public static List<String> ownKeptBack(Map<String, String> environment) {
    return environment.keySet().stream()
        .filter(name -> OF_FACTORSCOPE.matcher(name).matches() && isKeptBack(name))
        .sorted()
        .toList();
  }

  private static boolean isKeptBack(String name) {
    return KEPT_BACK.matcher(name).matches();
  }
}
