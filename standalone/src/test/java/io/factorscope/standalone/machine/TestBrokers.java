package io.factorscope.standalone.machine;

import io.factorscope.exactlyonce.broker.BrokerProcess;
import io.factorscope.exactlyonce.broker.BrokerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A real broker of the installation under test, for tests of other packages as well. */
public final class TestBrokers {

  private static final int HEAP_MIB = 256;

  private TestBrokers() {}

  public static BrokerProcess start(Path folder) {
    List<Integer> ports = Ports.free(2);
    Installation installation = Installation.fromSystemProperty();
    try {
      return BrokerProcess.start(
          new BrokerSettings(
              installation.brokerJars(), folder, ports.get(0), ports.get(1), HEAP_MIB));
    } catch (IOException e) {
      throw new MachineException("broker: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException();
    }
  }
}
