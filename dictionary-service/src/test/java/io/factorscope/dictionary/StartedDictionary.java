package io.factorscope.dictionary;

import io.factorscope.dictionary.first.FirstVersionSettings;
import io.factorscope.dictionary.owner.OwnerSettings;
import io.factorscope.exactlyonce.Instance;
import io.factorscope.exactlyonce.TopicSpecs;
import io.micrometer.core.instrument.MeterRegistry;

/** Starts dictionary-services without the framework, at a broker that is there. */
public final class StartedDictionary {

  private StartedDictionary() {}

  /** One whose start is done. */
  public static DictionaryService of(
      Instance instance,
      TopicSpecs topics,
      FirstVersionSettings settings,
      OwnerSettings owner,
      MeterRegistry meters) {
    DictionaryService service = new DictionaryService(instance, topics, settings, owner, meters);
    try {
      service.start(_ -> {});
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return service;
  }
}
