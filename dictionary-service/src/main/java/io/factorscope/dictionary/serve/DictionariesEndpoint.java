package io.factorscope.dictionary.serve;

import io.factorscope.dictionary.DictionaryService;
import io.factorscope.dictionary.versions.VersionBook;
import io.factorscope.v1.Alias;
import io.factorscope.v1.Dictionaries;
import io.factorscope.v1.GetRequest;
import io.factorscope.v1.GetResponse;
import io.factorscope.v1.ListRequest;
import io.factorscope.v1.ListResponse;
import io.factorscope.v1.VersionHeader;
import io.factorscope.v1.WatchRequest;
import io.factorscope.v1.WatchResponse;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Serves what the book of versions holds. */
@GrpcService
public class DictionariesEndpoint implements Dictionaries {

  private static final Logger LOG = Logger.getLogger(DictionariesEndpoint.class);

  private final VersionBook book;
  private final Requests requests;

  DictionariesEndpoint(DictionaryService service) {
    this.book = service.book();
    this.requests = new Requests(book);
  }

  @Override
  public Multi<GetResponse> get(GetRequest request) {
    return Multi.createFrom().items(() -> parts(requests.version(request)));
  }

  private static Stream<GetResponse> parts(VersionBook.Version version) {
    return Stream.concat(
        Stream.of(GetResponse.newBuilder().setHeader(version.header()).build()),
        version.chunks().stream().map(chunk -> GetResponse.newBuilder().setChunk(chunk).build()));
  }

  @Override
  public Uni<ListResponse> list(ListRequest request) {
    return Uni.createFrom().item(() -> listed(request));
  }

  private ListResponse listed(ListRequest request) {
    ListResponse.Builder response = ListResponse.newBuilder();
    if (!request.getDictionary().isEmpty()) {
      String name = requests.dictionary(request.getDictionary());
      return response
          .addAllVersions(
              book.after(name, request.getAfterVersion(), requests.limit(request.getLimit())))
          .addAllAliases(book.aliases(name))
          .build();
    }
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
  public Multi<WatchResponse> watch(WatchRequest request) {
    String alias = request.getAlias().isEmpty() ? "live" : request.getAlias();
    return Multi.createFrom()
        .<Alias>emitter(emitter -> follow(request, alias, emitter))
        .map(this::watched);
  }

  private void follow(WatchRequest request, String alias, MultiEmitter<? super Alias> emitter) {
    AutoCloseable listening =
        book.onAlias(
            moved -> {
              if (moved.getAlias().equals(alias) && isMeant(request, moved)) {
                emitter.emit(moved);
              }
            });
    emitter.onTermination(() -> stop(listening));
  }

  private static boolean isMeant(WatchRequest request, Alias alias) {
    return request.getDictionary().isEmpty()
        || request.getDictionary().equals(alias.getDictionary());
  }

  private static void stop(AutoCloseable listening) {
    try {
      listening.close();
    } catch (Exception e) {
      LOG.warn("A watcher could not be removed", e);
    }
  }

  private WatchResponse watched(Alias alias) {
    WatchResponse.Builder response = WatchResponse.newBuilder().setAlias(alias);
    book.header(alias.getDictionary(), alias.getVersion()).ifPresent(response::setHeader);
    return response.build();
  }
}
