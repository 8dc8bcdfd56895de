package io.factorscope.coder;

import com.google.protobuf.ByteString;
import io.factorscope.v1.Alias;
import io.factorscope.v1.DictionariesGrpc;
import io.factorscope.v1.GetRequest;
import io.factorscope.v1.GetResponse;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import io.factorscope.v1.WatchRequest;
import io.factorscope.v1.WatchResponse;
import io.factorscope.wire.Aliases;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A dictionary-service with one version, which is live. */
final class OneVersionServer extends DictionariesGrpc.DictionariesImplBase
    implements AutoCloseable {

  private volatile VersionHeader header;
  private volatile ByteString atoms;
  private final Server server;

  OneVersionServer(VersionHeader header, float[] atoms) throws IOException {
    this.header = header;
    this.atoms = packed(atoms);
    this.server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(this)
            .build()
            .start();
  }

  /** From now on serves this, whether it fits together or not. */
  void serve(VersionHeader newHeader, float[] newAtoms) {
    atoms = packed(newAtoms);
    header = newHeader;
  }

  private static ByteString packed(float[] atoms) {
    ByteBuffer bytes =
        ByteBuffer.allocate(atoms.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(atoms);
    return ByteString.copyFrom(bytes);
  }

  String endpoint() {
    return "localhost:" + server.getPort();
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> response) {
    response.onNext(GetResponse.newBuilder().setHeader(header).build());
    VersionChunk chunk =
        VersionChunk.newBuilder()
            .setId(header.getId())
            .setFactors(header.getFactors())
            .setAtoms(atoms)
            .build();
    response.onNext(GetResponse.newBuilder().setChunk(chunk).build());
    response.onCompleted();
  }

  /** Stays open, as a service does. */
  @Override
  public void watch(WatchRequest request, StreamObserver<WatchResponse> response) {
    Alias live =
        Alias.newBuilder()
            .setDictionary(header.getId().getName())
            .setAlias(Aliases.LIVE)
            .setVersion(1)
            .build();
    response.onNext(WatchResponse.newBuilder().setAlias(live).setHeader(header).build());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
