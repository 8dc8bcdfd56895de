package io.factorscope.local;

import java.net.http.HttpClient;

/** HTTP to this machine's own processes: over loopback, past every proxy that is set. */
public final class Loopback {

  private Loopback() {}

  /** Builder of a client that bypasses every proxy. */
  public static HttpClient.Builder http() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .proxy(HttpClient.Builder.NO_PROXY);
  }
}
