package io.factorscope.standalone.machine;

/**
 * A service that was started.
 *
 * @param port of HTTP and gRPC, on loopback
 * @param health path that answers 200 when the start is done
 */
record Service(Keeper keeper, int port, String health) {

  String address() {
    return "http://127.0.0.1:" + port;
  }
}
