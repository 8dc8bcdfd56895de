package io.factorscope.embedder;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Locale;
import sun.misc.Signal;

/**
 * The process. SIGTERM is an order to finish, not an accident: the service ends as an application
 * does, with status 0, before the JVM begins to shut down.
 */
@QuarkusMain
public final class EmbedderMain implements QuarkusApplication {

  /** Starts the service. */
  public static void main(String... arguments) {
    // Numbers in messages, headers and logs are written as in no language in particular.
    Locale.setDefault(Locale.ROOT);
    Quarkus.run(EmbedderMain.class, arguments);
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
