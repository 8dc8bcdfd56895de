package io.factorscope.standalone.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.factorscope.standalone.machine.RunInfo;
import io.factorscope.standalone.machine.ServiceSpecs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Takes all documents, and looks to {@code ./factorscope ingest} like a machine that runs. */
public final class IngestServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> texts = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server;

  private IngestServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Opens it.
   *
   * @param data the data folder of the machine that it seems to be
   */
  public static IngestServer open(Path data) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    IngestServer api = new IngestServer(server);
    server.createContext("/v1/documents", api::take);
    server.start();
    ProcessHandle self = ProcessHandle.current();
    RunInfo.Child child =
        new RunInfo.Child(
            ServiceSpecs.EMBEDDER.name(),
            self.pid(),
            self.info().startInstant().map(Instant::toEpochMilli).orElse(0L),
            api.address(),
            "embedder.log");
    Files.createDirectories(data);
    JSON.writeValue(
        data.resolve("run.json").toFile(), new RunInfo("127.0.0.1:1", "m", "d", List.of(child)));
    return api;
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The texts that it took, in order. */
  public List<String> texts() {
    return List.copyOf(texts);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    List<String> lines =
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    for (String line : lines) {
      texts.add(JSON.readTree(line).get("text").textValue());
    }
    byte[] answer =
        "{\"accepted\": %d, \"rejected\": 0}"
            .formatted(lines.size())
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }
}
