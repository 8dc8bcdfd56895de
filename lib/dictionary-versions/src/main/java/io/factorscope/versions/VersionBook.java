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

/**
 * All committed versions of all dictionaries, as far as the topic was read. Holds their atoms once,
 * as chunks. Thread-safe. While the topic is read from its beginning the moves of aliases are
 * history: listeners are told when that is over.
 */
public final class VersionBook {

  private static final int PAGE = 200;

  private final TreeMap<String, Lineage> lineages = new TreeMap<>();
  private final List<AliasSubscription> subscriptions = new ArrayList<>();
  private boolean caughtUp;
  private final TreeMap<String, FirstVersionWait> awaited = new TreeMap<>();

  synchronized void add(VersionHeader header) throws BadRecordException {
    lineage(header.getId().getName()).add(header);
  }

  synchronized void add(VersionChunk chunk) throws BadRecordException {
    lineage(chunk.getId().getName()).add(chunk);
  }

  synchronized void add(Alias alias) {
    lineage(alias.getDictionary()).add(alias);
    if (caughtUp) {
      subscriptions.forEach(subscription -> subscription.put(alias));
    }
  }

  /** The topic is about to be read from its beginning. */
  synchronized void startOver() {
    caughtUp = false;
  }

  /** All that the topic had at the start is here. */
  synchronized void caughtUp() {
    caughtUp = true;
    subscriptions.forEach(this::putAll);
  }

  private void putAll(AliasSubscription subscription) {
    lineages.values().forEach(lineage -> lineage.aliases().forEach(subscription::put));
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
  public synchronized Optional<ChunkedVersion> version(VersionHeader header) {
    return find(header.getId().getName())
        .flatMap(lineage -> lineage.atoms(header))
        .map(chunks -> new ChunkedVersion(header, chunks));
  }

  /**
   * Calls the listener with every alias as it is, and whenever one moves: without the book's lock,
   * on another thread, one call at a time, never with an older place of an alias after a newer.
   */
  public synchronized AliasSubscription onAlias(Consumer<Alias> listener) {
    AliasSubscription subscription = new AliasSubscription(listener, this::forget);
    subscriptions.add(subscription);
    if (caughtUp) {
      putAll(subscription);
    }
    return subscription;
  }

  private synchronized void forget(AliasSubscription subscription) {
    subscriptions.remove(subscription);
  }

  /** Notes what a dictionary waits for that has no version. */
  public synchronized void awaits(FirstVersionWait wait) {
    awaited.put(wait.getDictionary(), wait);
  }

  /**
   * What a dictionary waits for, if it has no version and its first one is being made here.
   *
   * @param dictionary empty for any
   */
  public synchronized Optional<FirstVersionWait> awaited(String dictionary) {
    return awaited.values().stream()
        .filter(wait -> dictionary.isEmpty() || dictionary.equals(wait.getDictionary()))
        .filter(wait -> newest(wait.getDictionary()).isEmpty())
        .findFirst();
  }

  private Lineage lineage(String dictionary) {
    return lineages.computeIfAbsent(dictionary, name -> new Lineage());
  }

  private Optional<Lineage> find(String dictionary) {
    return Optional.ofNullable(lineages.get(dictionary));
  }
}
