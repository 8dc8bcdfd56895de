package io.factorscope.embedder.api;

import io.factorscope.edge.calls.CallRunner;
import io.factorscope.edge.calls.PacedResponses;
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

  private final ReadyParts parts;
  private final CallRunner calls;

  EmbedderGrpcService(ReadyParts parts, CallRunner calls) {
    this.parts = parts;
    this.calls = calls;
  }

  @Override
  public void embed(EmbedRequest request, StreamObserver<EmbedResponse> observer) {
    var call = (ServerCallStreamObserver<EmbedResponse>) observer;
    PacedResponses<EmbedResponse> responses = new PacedResponses<>(call);
    calls.start("embed", call, () -> parts.embedding().embed(request, responses));
  }

  @Override
  public StreamObserver<IngestRequest> ingest(StreamObserver<IngestResponse> observer) {
    var call = (ServerCallStreamObserver<IngestResponse>) observer;
    call.disableAutoRequest();
    ArrivedDocuments arrived = new ArrivedDocuments(() -> call.request(1));
    IngestCall ingest = new IngestCall(arrived, new PacedResponses<>(call));
    calls.start("ingest", call, () -> ingest.run(parts.ingestion()));
    return ingest;
  }
}
