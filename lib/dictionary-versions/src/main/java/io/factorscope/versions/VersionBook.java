package io.factorscope.versions;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.v1.Alias;
import io.factorscope.v1.FirstVersionWait;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All versions of all dictionaries that were read back committed. Thread-safe. While the log is
 * read from its beginning, where an alias has been is no news: listeners are told when that is
 * over.
 */
public final class VersionBook {

  private static final int PAGE = 200;

  private final TreeMap<String, Lineage> lineages = new TreeMap<>();
  private final List<Consumer<Alias>> listeners = new ArrayList<>();
  private boolean caughtUp;
  private @Nullable FirstVersionWait awaited;

  /** A version that can be served: its header and all of its atoms. */
  public record Version(VersionHeader header, List<VersionChunk> chunks) {}

  synchronized void add(VersionHeader header) throws BadRecordException {
    lineage(header.getId().getName()).add(header);
  }

  synchronized void add(VersionChunk chunk) throws BadRecordException {
    lineage(chunk.getId().getName()).add(chunk);
  }

  synchronized void add(Alias alias) {
    lineage(alias.getDictionary()).add(alias);
    if (caughtUp) {
      listeners.forEach(listener -> listener.accept(alias));
    }
  }

  /** The log is about to be read from its beginning. */
  synchronized void startOver() {
    caughtUp = false;
  }

  /** All that the log had is here. */
  synchronized void caughtUp() {
    caughtUp = true;
    listeners.forEach(this::tellAll);
  }

  private void tellAll(Consumer<Alias> listener) {
    lineages.values().forEach(lineage -> lineage.aliases().forEach(listener));
  }

  /** Names of the dictionaries, sorted. */
  public synchronized List<String> names() {
    return List.copyOf(lineages.keySet());
  }

  public synchronized Optional<VersionHeader> header(String dictionary, long version) {
    return find(dictionary).flatMap(lineage -> lineage.header(version));
  }

  public synchronized Optional<VersionHeader> newest(String dictionary) {
    return find(dictionary).flatMap(Lineage::newest);
  }

  public synchronized Optional<Alias> alias(String dictionary, String alias) {
    return find(dictionary).flatMap(lineage -> lineage.alias(alias));
  }

  public synchronized List<Alias> aliases(String dictionary) {
    return find(dictionary).map(lineage -> List.copyOf(lineage.aliases())).orElse(List.of());
  }

  /** Headers of versions after the given one, oldest first. */
  public synchronized List<VersionHeader> after(String dictionary, long version, int limit) {
    return find(dictionary).map(lineage -> lineage.after(version, limit)).orElse(new ArrayList<>());
  }

  /** All headers of a dictionary, oldest first; never are all of them in memory at once. */
  public Stream<VersionHeader> headers(String dictionary) {
    return Stream.iterate(
            after(dictionary, 0, PAGE),
            page -> !page.isEmpty(),
            page -> after(dictionary, page.getLast().getId().getVersion(), PAGE))
        .flatMap(List::stream);
  }

  /** A version with its atoms; empty if they were dropped, or were not all read yet. */
  public synchronized Optional<Version> version(VersionHeader header) {
    return find(header.getId().getName())
        .flatMap(lineage -> lineage.atoms(header))
        .map(chunks -> new Version(header, chunks));
  }

  /**
   * Calls the listener with every alias as it is, and whenever one moves, in that order. It must
   * return at once.
   */
  public synchronized AutoCloseable onAlias(Consumer<Alias> listener) {
    listeners.add(listener);
    if (caughtUp) {
      tellAll(listener);
    }
    return () -> forget(listener);
  }

  private synchronized void forget(Consumer<Alias> listener) {
    listeners.remove(listener);
  }

  /** Notes what a dictionary waits for that has no version. */
  public synchronized void awaits(FirstVersionWait wait) {
    awaited = wait;
  }

  /**
   * What a dictionary waits for, if it has no version and its first one is being made here.
   *
   * @param dictionary empty for any
   */
  public synchronized Optional<FirstVersionWait> awaited(String dictionary) {
    return Optional.ofNullable(awaited)
        .filter(wait -> dictionary.isEmpty() || dictionary.equals(wait.getDictionary()))
        .filter(wait -> newest(wait.getDictionary()).isEmpty());
  }

  private Lineage lineage(String dictionary) {
    return lineages.computeIfAbsent(dictionary, name -> new Lineage());
  }

  private Optional<Lineage> find(String dictionary) {
    return Optional.ofNullable(lineages.get(dictionary));
  }
}
