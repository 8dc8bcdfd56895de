package io.factorscope.embedder.doors;

import io.factorscope.v1.EmbedRequest;
import io.factorscope.v1.EmbedResponse;
import io.factorscope.v1.EmbedderGrpc;
import io.factorscope.v1.IngestRequest;
import io.factorscope.v1.IngestResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;

/** The methods of {@code factorscope.v1.Embedder}. They never block: calls have threads. */
final class EmbedderCalls extends EmbedderGrpc.EmbedderImplBase {

  private final DoorParts parts;

  EmbedderCalls(DoorParts parts) {
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
    Executor serverThread = serverThread();
    ArrivedDocuments arrived =
        new ArrivedDocuments(() -> serverThread.execute(() -> call.request(1)));
    IngestCall ingest = new IngestCall(arrived, new PacedResponses<>(call));
    CallRunner.start("ingest", call, () -> ingest.run(parts.ingestion()));
    return ingest;
  }

  /** The server's own thread for the present call, which alone may ask for more messages. */
  private static Executor serverThread() {
    Context context = Vertx.currentContext();
    return context == null ? Runnable::run : task -> context.runOnContext(_ -> task.run());
  }
}
