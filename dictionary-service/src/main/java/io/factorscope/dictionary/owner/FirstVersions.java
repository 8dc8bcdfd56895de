package io.factorscope.dictionary.owner;

import io.factorscope.dictionary.first.FirstVersion;
import io.factorscope.dictionary.first.FirstVersionSettings;
import io.factorscope.dictionary.learn.Change;
import io.factorscope.exactlyonce.GroupPlace;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.versions.NewVersion;
import io.factorscope.versions.VersionBook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes version 1 of the dictionaries that have none. Until it is there, its maker is a reader of
 * the states, for which nothing unread is deleted by its time.
 */
final class FirstVersions implements AutoCloseable {

  private final Instance instance;
  private final TopicSpecs topics;
  private final VersionBook book;
  private final VersionLog log;
  private final List<FirstVersion> awaited = new ArrayList<>();

  FirstVersions(Instance instance, TopicSpecs topics, VersionBook book, VersionLog log) {
    this.instance = instance;
    this.topics = topics;
    this.book = book;
    this.log = log;
  }

  /** Whether a dictionary has a version; one that has none is awaited from now on. */
  boolean has(FirstVersionSettings dictionary) throws InterruptedException {
    String place = place(dictionary.dictionary());
    if (book.newest(dictionary.dictionary()).isPresent()) {
      GroupPlace.giveUp(instance, place);
      return true;
    }
    String states = topics.hiddenStates(dictionary.model()).name();
    GroupPlace.take(instance, place, states);
    awaited.add(new FirstVersion(dictionary, instance, states, book::awaits));
    return false;
  }

  /**
   * Reads on, and commits what can be made.
   *
   * @param timeout for which it waits if nothing has come
   * @return names of the dictionaries that have a version now, which the book holds
   */
  List<String> make(Duration timeout) throws InterruptedException {
    List<String> made = new ArrayList<>();
    for (FirstVersion first : List.copyOf(awaited)) {
      Optional<NewVersion> version = first.poll(timeout);
      if (version.isPresent()) {
        awaited.remove(first);
        first.close();
        made.add(commit(version.get()));
      }
    }
    return made;
  }

  private String commit(NewVersion version) throws InterruptedException {
    String dictionary = version.header().getId().getName();
    log.commit(Change.ofFirst(version));
    log.awaitReadBack();
    GroupPlace.giveUp(instance, place(dictionary));
    return dictionary;
  }

  private String place(String dictionary) {
    return instance.namespace() + ".first-version." + dictionary;
  }

  @Override
  public void close() {
    awaited.forEach(FirstVersion::close);
  }
}
