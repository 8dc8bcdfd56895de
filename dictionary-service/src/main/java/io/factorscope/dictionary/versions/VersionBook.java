package io.factorscope.dictionary.versions;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.v1.Alias;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * All versions of all dictionaries that were read back committed. Thread-safe; listeners are told
 * outside the lock.
 */
public final class VersionBook {

  private final TreeMap<String, Lineage> lineages = new TreeMap<>();
  private final List<Consumer<Alias>> listeners = new CopyOnWriteArrayList<>();

  /** A version that can be served: its header and all of its atoms. */
  public record Version(VersionHeader header, List<VersionChunk> chunks) {}

  synchronized void add(VersionHeader header) throws BadRecordException {
    lineage(header.getId().getName()).add(header);
  }

  synchronized void add(VersionChunk chunk) throws BadRecordException {
    lineage(chunk.getId().getName()).add(chunk);
  }

  void add(Alias alias) {
    synchronized (this) {
      lineage(alias.getDictionary()).add(alias);
    }
    listeners.forEach(listener -> listener.accept(alias));
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

  /** A version with its atoms; empty if they were dropped, or were not all read yet. */
  public synchronized Optional<Version> version(VersionHeader header) {
    return find(header.getId().getName())
        .flatMap(lineage -> lineage.atoms(header))
        .map(chunks -> new Version(header, chunks));
  }

  /** Calls the listener with every alias that moves from now on. */
  public AutoCloseable onAlias(Consumer<Alias> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private Lineage lineage(String dictionary) {
    return lineages.computeIfAbsent(dictionary, name -> new Lineage());
  }

  private Optional<Lineage> find(String dictionary) {
    return Optional.ofNullable(lineages.get(dictionary));
  }
}
