package io.factorscope.dictionary.api;

import io.factorscope.v1.Alias;
import io.factorscope.v1.WatchRequest;
import io.factorscope.v1.WatchResponse;
import io.factorscope.versions.AliasSubscription;
import io.factorscope.versions.VersionBook;
import io.factorscope.wire.Aliases;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One Watch call. A client that is slow, or does not read, misses the moves that a later one has
 * overtaken.
 */
final class WatchCall {

  private final VersionBook book;
  private final WatchRequest request;
  private final ServerCallStreamObserver<WatchResponse> observer;

  /** By dictionary: where its alias has moved, as long as the client was not told. */
  private final Map<String, WatchResponse> untold = new LinkedHashMap<>();

  private WatchCall(
      VersionBook book, WatchRequest request, ServerCallStreamObserver<WatchResponse> observer) {
    this.book = book;
    this.request = request;
    this.observer = observer;
  }

  /** Goes on until the client has enough. To be called by the method of the call. */
  static void start(
      VersionBook book, WatchRequest request, ServerCallStreamObserver<WatchResponse> observer) {
    WatchCall call = new WatchCall(book, request, observer);
    observer.setOnReadyHandler(call::tell);
    AliasSubscription subscription = book.onAlias(call::moved);
    observer.setOnCancelHandler(subscription::close);
  }

  private void moved(Alias alias) {
    String wanted = Aliases.orLive(request.getAlias());
    boolean isMeant =
        request.getDictionary().isEmpty() || request.getDictionary().equals(alias.getDictionary());
    if (isMeant && alias.getAlias().equals(wanted)) {
      WatchResponse.Builder response = WatchResponse.newBuilder().setAlias(alias);
      book.header(alias.getDictionary(), alias.getVersion()).ifPresent(response::setHeader);
      note(response.build());
    }
  }

  private synchronized void note(WatchResponse move) {
    untold.put(move.getAlias().getDictionary(), move);
    tell();
  }

  private synchronized void tell() {
    while (observer.isReady() && !untold.isEmpty()) {
      observer.onNext(untold.remove(untold.keySet().iterator().next()));
    }
  }
}
