package io.factorscope.dictionary.api;

import io.factorscope.v1.Alias;
import io.factorscope.v1.GetRequest;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.ChunkedVersion;
import io.factorscope.versions.VersionBook;
import io.factorscope.wire.Aliases;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;

/**
 * What a request means, or why it means nothing: the status names field, value and what there is.
 */
final class Requests {

  private static final int MAX_VERSIONS = 1_000;

  private final VersionBook book;

  Requests(VersionBook book) {
    this.book = book;
  }

  /** The dictionary of this name; no name means the only one. */
  String dictionary(String name) {
    List<String> names = book.names();
    if (name.isEmpty() && names.size() == 1) {
      return names.getFirst();
    }
    if (name.isEmpty()) {
      throw failure(Status.INVALID_ARGUMENT, "dictionary: is empty, must be one of " + names);
    }
    if (!names.contains(name)) {
      throw failure(Status.NOT_FOUND, "dictionary: is \"" + name + "\", there are " + names);
    }
    return name;
  }

  ChunkedVersion version(GetRequest request) {
    String dictionary = dictionary(request.getDictionary());
    long number =
        request.hasVersion() ? request.getVersion() : named(dictionary, request.getAlias());
    VersionHeader header =
        book.header(dictionary, number)
            .orElseThrow(() -> failure(Status.NOT_FOUND, unknownVersion(dictionary, number)));
    if (header.getAtomsDropped()) {
      throw failure(Status.FAILED_PRECONDITION, droppedVersion(header));
    }
    return book.version(header)
        .orElseThrow(
            () ->
                failure(
                    Status.UNAVAILABLE,
                    "version: the atoms of " + number + " are being read; try again"));
  }

  private String droppedVersion(VersionHeader header) {
    List<Long> kept =
        book.headers(header.getId().getName())
            .filter(other -> !other.getAtomsDropped())
            .map(other -> other.getId().getVersion())
            .toList();
    return "version: is %d, whose atoms were dropped; %s keeps those of %s"
        .formatted(header.getId().getVersion(), header.getId().getName(), kept);
  }

  private long named(String dictionary, String alias) {
    String name = Aliases.orLive(alias);
    return book.alias(dictionary, name)
        .map(Alias::getVersion)
        .orElseThrow(
            () ->
                failure(
                    Status.NOT_FOUND,
                    "alias: is \""
                        + name
                        + "\", there are "
                        + book.aliases(dictionary).stream().map(Alias::getAlias).toList()));
  }

  private String unknownVersion(String dictionary, long number) {
    Optional<VersionHeader> newest = book.newest(dictionary);
    return "version: is "
        + number
        + ", the newest of "
        + dictionary
        + " is "
        + newest.map(header -> header.getId().getVersion()).orElse(0L);
  }

  int limit(int asked) {
    if (asked < 0 || asked > MAX_VERSIONS) {
      throw failure(
          Status.INVALID_ARGUMENT,
          "limit: is " + Integer.toUnsignedString(asked) + ", must be at most " + MAX_VERSIONS);
    }
    return asked == 0 ? MAX_VERSIONS : asked;
  }

  private static StatusRuntimeException failure(Status status, String description) {
    return status.withDescription(description).asRuntimeException();
  }
}
