package io.factorscope.edge.calls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to a server that can be cut, as when a client's machine loses its power. */
final class CutConnection implements AutoCloseable {

  private final ServerSocket listening;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  CutConnection(String host, int port) throws IOException {
    listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                Socket client = listening.accept();
                Socket server = new Socket(host, port);
                sockets.addAll(List.of(client, server));
                Thread.ofVirtual().start(() -> pump(client, server));
                pump(server, client);
              } catch (IOException e) {
                close();
              }
            });
  }

  int port() {
    return listening.getLocalPort();
  }

  private static void pump(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // It is cut.
    }
  }

  @Override
  public void close() {
    sockets.forEach(CutConnection::reset);
    try {
      listening.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Without a farewell. */
  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // The other side was reset first.
    }
  }
}
