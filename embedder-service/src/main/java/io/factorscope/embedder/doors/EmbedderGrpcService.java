package io.factorscope.embedder.doors;

import io.factorscope.v1.EmbedRequest;
import io.factorscope.v1.EmbedResponse;
import io.factorscope.v1.EmbedderGrpc;
import io.factorscope.v1.IngestRequest;
import io.factorscope.v1.IngestResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;

/** The gRPC service {@code factorscope.v1.Embedder}. It never blocks: calls have threads. */
@GrpcService
public class EmbedderGrpcService extends EmbedderGrpc.EmbedderImplBase {

  private final DoorParts parts;

  EmbedderGrpcService(DoorParts parts) {
    this.parts = parts;
  }

  @Override
  public void embed(EmbedRequest request, StreamObserver<EmbedResponse> observer) {
    var call = (ServerCallStreamObserver<EmbedResponse>) observer;
    PacedResponses<EmbedResponse> responses = new PacedResponses<>(call);
    CallRunner.start("embed", call, () -> parts.embedding().embed(request, responses));
  }

  @Override
  public StreamObserver<IngestRequest> ingest(StreamObserver<IngestResponse> observer) {
    var call = (ServerCallStreamObserver<IngestResponse>) observer;
    call.disableAutoRequest();
    ArrivedDocuments arrived = new ArrivedDocuments(() -> call.request(1));
    IngestCall ingest = new IngestCall(arrived, new PacedResponses<>(call));
    CallRunner.start("ingest", call, () -> ingest.run(parts.ingestion()));
    return ingest;
  }
}
