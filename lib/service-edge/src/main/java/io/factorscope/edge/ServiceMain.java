package io.factorscope.edge;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Locale;
import sun.misc.Signal;

/**
 * The process of every service. SIGTERM is an order to finish, not an accident: the service ends as
 * an application does, with status 0, before the JVM begins to shut down.
 */
@QuarkusMain
public final class ServiceMain implements QuarkusApplication {

  /** Starts the service. */
  public static void main(String... arguments) {
    // Numbers in messages, headers and logs are written as in no language in particular.
    Locale.setDefault(Locale.ROOT);
    Quarkus.run(ServiceMain.class, arguments);
  }

  @Override
  public int run(String... arguments) {
    for (String signal : new String[] {"TERM", "INT"}) {
      Signal.handle(new Signal(signal), _ -> Quarkus.asyncExit(0));
    }
    Quarkus.waitForExit();
    return 0;
  }
}
