package io.factorscope.versions;

import io.factorscope.v1.Alias;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells one listener where aliases have moved, on a thread that lives as long as there is something
 * to tell. A listener that is slow, or fails, holds up nobody else; it misses the moves of an alias
 * that a later one has overtaken, never the last.
 */
public final class AliasSubscription implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(AliasSubscription.class);

  private final Consumer<Alias> listener;
  private final Consumer<AliasSubscription> onClose;
  private final LinkedHashMap<Key, Alias> untold = new LinkedHashMap<>();
  private boolean isTelling;
  private boolean isClosed;

  private record Key(String dictionary, String alias) {}

  AliasSubscription(Consumer<Alias> listener, Consumer<AliasSubscription> onClose) {
    this.listener = listener;
    this.onClose = onClose;
  }

  /** Returns at once. Moves of one alias are told in the order of these calls. */
  synchronized void put(Alias alias) {
    if (isClosed) {
      return;
    }
    untold.put(new Key(alias.getDictionary(), alias.getAlias()), alias);
    if (!isTelling) {
      isTelling = true;
      Thread.ofVirtual().name("alias-listener").start(this::tell);
    }
  }

  private void tell() {
    for (Alias next = take(); next != null; next = take()) {
      try {
        listener.accept(next);
      } catch (RuntimeException | Error e) {
        LOG.warnf(e, "A listener failed on a move of %s", next.getAlias());
      }
    }
  }

  private synchronized @Nullable Alias take() {
    Map.Entry<Key, Alias> next = untold.pollFirstEntry();
    isTelling = next != null;
    return next == null ? null : next.getValue();
  }

  /** From now on no call of the listener begins. */
  @Override
  public void close() {
    onClose.accept(this);
    drop();
  }

  private synchronized void drop() {
    isClosed = true;
    untold.clear();
  }
}
