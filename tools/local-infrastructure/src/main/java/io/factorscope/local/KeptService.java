package io.factorscope.local;

/**
 * A service that is kept running.
 *
 * @param port of HTTP and gRPC, on loopback
 * @param health path that answers 200 when the start is done
 */
public record KeptService(Keeper keeper, int port, String health) {

  public String address() {
    return "http://127.0.0.1:" + port;
  }
}
