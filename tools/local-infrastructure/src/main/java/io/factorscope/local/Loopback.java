package io.factorscope.local;

import java.net.http.HttpClient;

/** How this machine's own processes are reached: over loopback, by no proxy, whatever is set. */
public final class Loopback {

  private Loopback() {}

  /** A client to be finished by who uses it. */
  public static HttpClient.Builder http() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .proxy(HttpClient.Builder.NO_PROXY);
  }
}
