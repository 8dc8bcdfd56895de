package io.factorscope.standalone.machine;

import java.util.Map;

/**
 * What a service's settings are made from.
 *
 * @param bootstrapServers the broker's address
 * @param ports of HTTP and gRPC of each service, on loopback
 */
record MachineContext(
    MachineSettings settings,
    DataFolder data,
    String bootstrapServers,
    Map<ServiceSpec, Integer> ports) {

  int port(ServiceSpec service) {
    Integer port = ports.get(service);
    if (port == null) {
      throw new IllegalArgumentException(service.name() + " is not part of this machine");
    }
    return port;
  }

  /** Host and port of a service. */
  String endpoint(ServiceSpec service) {
    return "127.0.0.1:" + port(service);
  }
}
