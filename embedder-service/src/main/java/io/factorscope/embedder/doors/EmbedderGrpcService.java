package io.factorscope.embedder.doors;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.quarkus.grpc.GrpcService;

/** The gRPC service {@code factorscope.v1.Embedder}. */
@GrpcService
public class EmbedderGrpcService implements BindableService {

  private final DoorParts parts;

  EmbedderGrpcService(DoorParts parts) {
    this.parts = parts;
  }

  @Override
  public ServerServiceDefinition bindService() {
    return UnreadableRequests.refused(new EmbedderCalls(parts).bindService());
  }
}
