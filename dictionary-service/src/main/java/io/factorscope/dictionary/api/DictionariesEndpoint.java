package io.factorscope.dictionary.api;

import io.factorscope.dictionary.DictionaryService;
import io.factorscope.edge.calls.CallRunner;
import io.factorscope.edge.calls.PacedResponses;
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
import io.factorscope.versions.ChunkedVersion;
import io.factorscope.versions.VersionBook;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Serves what the book of versions holds. No method blocks: Get has a thread of its own. */
@GrpcService
public class DictionariesEndpoint extends DictionariesGrpc.DictionariesImplBase {

  private final VersionBook book;
  private final Requests requests;
  private final CallRunner calls;

  DictionariesEndpoint(DictionaryService service, CallRunner calls) {
    this.book = service.book();
    this.calls = calls;
    this.requests = new Requests(book);
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> observer) {
    var call = (ServerCallStreamObserver<GetResponse>) observer;
    PacedResponses<GetResponse> responses = new PacedResponses<>(call);
    calls.start("get", call, () -> send(requests.version(request), responses));
  }

  private static void send(ChunkedVersion version, PacedResponses<GetResponse> responses)
      throws InterruptedException {
    responses.send(GetResponse.newBuilder().setHeader(version.header()).build());
    for (VersionChunk chunk : version.chunks()) {
      responses.send(GetResponse.newBuilder().setChunk(chunk).build());
    }
  }

  @Override
  public void list(ListRequest request, StreamObserver<ListResponse> observer) {
    calls.answer(observer, () -> listed(request));
  }

  private ListResponse listed(ListRequest request) {
    ListResponse.Builder response = ListResponse.newBuilder();
    Optional<FirstVersionWait> awaited = book.awaited(request.getDictionary());
    awaited.ifPresent(response::setWait);
    if (request.getDictionary().isEmpty()) {
      return newestOfAll(response);
    }
    return awaited.isPresent() ? response.build() : versions(request, response);
  }

  private ListResponse versions(ListRequest request, ListResponse.Builder response) {
    String name = requests.dictionary(request.getDictionary());
    return response
        .addAllVersions(
            book.after(name, request.getAfterVersion(), requests.limit(request.getLimit())))
        .addAllAliases(book.aliases(name))
        .build();
  }

  private ListResponse newestOfAll(ListResponse.Builder response) {
    List<VersionHeader> newest = new ArrayList<>();
    for (String name : book.names()) {
      book.newest(name).ifPresent(newest::add);
      response.addAllAliases(book.aliases(name));
    }
    return response.addAllVersions(newest).build();
  }

  /**
   * Answers at once if the alias names a version, and whenever it moves; waits for a dictionary
   * that is to come.
   */
  @Override
  public void watch(WatchRequest request, StreamObserver<WatchResponse> observer) {
    WatchCall.start(book, request, (ServerCallStreamObserver<WatchResponse>) observer);
  }
}
