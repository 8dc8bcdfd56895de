package io.factorscope.dictionary.owner;

import static java.util.stream.Collectors.toSet;

import io.factorscope.dictionary.learn.PublishedVersions;
import io.factorscope.v1.Alias;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.VersionBook;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The versions of a dictionary that the book holds. */
public record BookedVersions(VersionBook book, String dictionary) implements PublishedVersions {

  @Override
  public Optional<VersionHeader> header(long version) {
    return book.header(dictionary, version);
  }

  @Override
  public VersionHeader newest() {
    return book.newest(dictionary).orElseThrow();
  }

  @Override
  public Stream<VersionHeader> headers() {
    return book.headers(dictionary);
  }

  @Override
  public float[] atoms(VersionHeader header) {
    return book.version(header)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the atoms of version " + header.getId().getVersion() + " are gone"))
        .assemble()
        .atoms();
  }

  @Override
  public Set<Long> aliased() {
    return book.aliases(dictionary).stream().map(Alias::getVersion).collect(toSet());
  }
}
