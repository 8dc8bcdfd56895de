package io.factorscope.embedder.api;

import io.factorscope.documents.InvalidDocumentException;
import io.factorscope.edge.calls.InvalidRequestException;
import io.factorscope.edge.calls.ResponseConsumer;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.RecordPosition;
import io.factorscope.v1.IngestRequest;
import io.factorscope.v1.IngestResponse;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;

/** One Ingest call: what has come is committed together, then acknowledged one by one. */
final class IngestCall implements StreamObserver<IngestRequest> {

  private final ArrivedDocuments arrived;
  private final ResponseConsumer<IngestResponse> responses;
  private long sequence;

  IngestCall(ArrivedDocuments arrived, ResponseConsumer<IngestResponse> responses) {
    this.arrived = arrived;
    this.responses = responses;
  }

  @Override
  public void onNext(IngestRequest request) {
    arrived.add(request);
  }

  @Override
  public void onError(Throwable failure) {
    // The call's thread is interrupted by its own handler.
  }

  @Override
  public void onCompleted() {
    arrived.end();
  }

  /** Takes in what comes until the client is done; run by the call's thread. */
  void run(Ingestion ingestion) throws InterruptedException {
    List<IngestRequest> group = arrived.nextGroup();
    while (!group.isEmpty()) {
      takeIn(group, ingestion);
      group = arrived.nextGroup();
    }
  }

  /** A bad document ends the call, after the good ones before it are committed. */
  private void takeIn(List<IngestRequest> group, Ingestion ingestion) throws InterruptedException {
    List<List<OutputRecord>> documents = new ArrayList<>(group.size());
    try {
      for (IngestRequest request : group) {
        documents.add(ingestion.records(request.getId(), request.getSource(), request.getText()));
      }
    } catch (InvalidDocumentException e) {
      commit(documents, ingestion);
      throw new InvalidRequestException(e.getMessage());
    }
    commit(documents, ingestion);
  }

  private void commit(List<List<OutputRecord>> documents, Ingestion ingestion)
      throws InterruptedException {
    List<RecordPosition> positions =
        ingestion.commit(documents.stream().flatMap(List::stream).toList());
    int record = 0;
    for (List<OutputRecord> document : documents) {
      RecordPosition first = positions.get(record);
      responses.send(
          IngestResponse.newBuilder()
              .setSequence(sequence++)
              .setId(document.getFirst().key())
              .setParts(document.size())
              .setPartition(first.partition())
              .setOffset(first.offset())
              .build());
      record += document.size();
    }
  }
}
