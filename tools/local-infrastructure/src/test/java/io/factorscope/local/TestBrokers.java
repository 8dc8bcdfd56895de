package io.factorscope.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** A real broker of the project under test, for tests of other modules as well. */
public final class TestBrokers {

  private static final int HEAP_MIB = 256;

  private TestBrokers() {}

  /** Where the build has put the broker's jars. */
  public static Path jars() {
    return Path.of(System.getProperty("project.root"), "tools", "broker", "target", "lib");
  }

  /** Starts one on this folder. */
  public static BrokerProcess start(Path folder) {
    List<Integer> ports = Ports.free(2);
    try {
      return BrokerProcess.start(
          new BrokerSettings(jars(), folder, ports.get(0), ports.get(1), HEAP_MIB));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
