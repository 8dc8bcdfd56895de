package io.factorscope.versions;

import com.google.protobuf.ByteString;
import io.factorscope.v1.Alias;
import io.factorscope.v1.DictionariesGrpc;
import io.factorscope.v1.FirstVersionWait;
import io.factorscope.v1.GetRequest;
import io.factorscope.v1.GetResponse;
import io.factorscope.v1.ListRequest;
import io.factorscope.v1.ListResponse;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import io.factorscope.v1.WatchRequest;
import io.factorscope.v1.WatchResponse;
import io.factorscope.wire.Aliases;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A dictionary-service with the versions that a test gives it; the newest is live. */
public final class VersionServer extends DictionariesGrpc.DictionariesImplBase
    implements AutoCloseable {

  private final NavigableMap<Long, Served> versions = new ConcurrentSkipListMap<>();
  private final List<StreamObserver<WatchResponse>> watchers = new CopyOnWriteArrayList<>();
  private volatile String reason = "";
  private final Server server;
  private final int port;

  private record Served(VersionHeader header, VersionChunk chunk) {}

  /** A service without a version. */
  public VersionServer() throws IOException {
    this(0);
  }

  private VersionServer(int wanted) throws IOException {
    this.server =
        Grpc.newServerBuilderForPort(wanted, InsecureServerCredentials.create())
            .addService(this)
            .build()
            .start();
    this.port = server.getPort();
  }

  /** A service with one version. */
  public VersionServer(VersionHeader header, float[] atoms) throws IOException {
    this();
    serve(header, atoms);
  }

  /** The service is there again, without a version, where it was before. */
  VersionServer again() throws IOException {
    return new VersionServer(port);
  }

  /** From now on serves this too, whether it fits together or not, and tells who watches. */
  public void serve(VersionHeader header, float[] atoms) {
    VersionChunk chunk =
        VersionChunk.newBuilder()
            .setId(header.getId())
            .setFactors(header.getFactors())
            .setAtoms(packed(atoms))
            .build();
    versions.put(header.getId().getVersion(), new Served(header, chunk));
    watchers.forEach(this::tell);
  }

  /** What its first version waits for. */
  void awaits(String newReason) {
    reason = newReason;
  }

  private static ByteString packed(float[] atoms) {
    ByteBuffer bytes =
        ByteBuffer.allocate(atoms.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(atoms);
    return ByteString.copyFrom(bytes);
  }

  public String endpoint() {
    return "localhost:" + port;
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> response) {
    Served found =
        request.hasVersion()
            ? versions.get(request.getVersion())
            : versions.isEmpty() ? null : versions.lastEntry().getValue();
    if (found == null) {
      response.onError(Status.NOT_FOUND.asRuntimeException());
      return;
    }
    response.onNext(GetResponse.newBuilder().setHeader(found.header()).build());
    response.onNext(GetResponse.newBuilder().setChunk(found.chunk()).build());
    response.onCompleted();
  }

  @Override
  public void list(ListRequest request, StreamObserver<ListResponse> response) {
    ListResponse.Builder listed = ListResponse.newBuilder();
    if (versions.isEmpty()) {
      listed.setWait(FirstVersionWait.newBuilder().setReason(reason));
    } else {
      listed.addAliases(live(versions.lastEntry().getValue()));
    }
    versions.tailMap(request.getAfterVersion(), false).values().stream()
        .limit(request.getLimit())
        .map(Served::header)
        .forEach(listed::addVersions);
    response.onNext(listed.build());
    response.onCompleted();
  }

  /** Stays open, as a service does. */
  @Override
  public void watch(WatchRequest request, StreamObserver<WatchResponse> response) {
    watchers.add(response);
    ((ServerCallStreamObserver<WatchResponse>) response)
        .setOnCancelHandler(() -> watchers.remove(response));
    if (!versions.isEmpty()) {
      tell(response);
    }
  }

  private void tell(StreamObserver<WatchResponse> watcher) {
    Served newest = versions.lastEntry().getValue();
    watcher.onNext(
        WatchResponse.newBuilder().setAlias(live(newest)).setHeader(newest.header()).build());
  }

  private static Alias live(Served version) {
    return Alias.newBuilder()
        .setDictionary(version.header().getId().getName())
        .setAlias(Aliases.LIVE)
        .setVersion(version.header().getId().getVersion())
        .build();
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
