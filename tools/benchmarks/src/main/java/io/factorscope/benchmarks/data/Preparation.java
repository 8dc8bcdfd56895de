package io.factorscope.benchmarks.data;

import io.factorscope.benchmarks.BenchmarkException;
import io.factorscope.benchmarks.Encoder;
import io.factorscope.benchmarks.Progress;
import io.factorscope.documents.TextDocument;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.learn.VersionRule;
import io.factorscope.standalone.corpus.Corpora;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the data sets that are not there yet. Everything is seeded. The states that are timed,
 * those by which a lambda is chosen and those of which a dictionary is learned are of different
 * documents, so that nothing was tuned on what is timed.
 */
public final class Preparation {

  /** To be changed with anything that changes the data. */
  private static final String RECIPE = "1";

  private static final long SEED = 20210329;
  private static final double TRAINING_LAMBDA = 0.6;
  private static final int TIMED_DOCUMENTS = 24;
  private static final int SEARCH_DOCUMENTS = 12;
  private static final int TRAINING_DOCUMENTS = 160;

  /** Vectors of which a dictionary is learned: at most, and for each factor. */
  private static final int MAX_TRAINING = 150_000;

  private static final int TRAINING_PER_FACTOR = 66;

  /** Large dictionaries are updated rarely: an update costs as much as coding thousands. */
  private static final VersionRule RARE = new VersionRule(6144, 0.25, Duration.ofDays(1));

  private static final int LARGE = 4096;

  private final Path cache;
  private final Path models;
  private final Progress progress;
  private @Nullable TextPools text;

  /** The states of three groups of documents that have none in common. */
  private record TextPools(Rows timed, Rows search, Rows training) {}

  /**
   * @param cache folder in which data sets are kept
   * @param models folder in which models are kept
   */
  public Preparation(Path cache, Path models, Progress progress) {
    this.cache = cache;
    this.models = models;
    this.progress = progress;
  }

  /** Whether all sets are there. */
  public boolean isDone(List<DataSet> sets) {
    return sets.stream().allMatch(set -> PreparedData.isIn(folder(set), set, RECIPE));
  }

  /**
   * The sets, made if need be.
   *
   * @throws BenchmarkException if they can't be written
   */
  public List<PreparedData> prepare(List<DataSet> sets) {
    List<PreparedData> prepared = new ArrayList<>();
    for (DataSet set : sets) {
      if (PreparedData.isIn(folder(set), set, RECIPE)) {
        progress.say("%s is in %s", set.name(), folder(set));
      } else {
        make(set);
      }
      prepared.add(PreparedData.in(folder(set)));
    }
    text = null;
    return prepared;
  }

  private Path folder(DataSet set) {
    return cache.resolve(set.name());
  }

  private void make(DataSet set) {
    progress.say("%s: making states and dictionary", set.name());
    switch (set.source()) {
      case TEXT -> {
        TextPools pools = pools();
        Dictionary dictionary = learned(set, pools.training());
        Rows search = pools.search().drawn(searched(set), SEED + 1);
        write(set, dictionary, search, pools.timed().drawn(set.states(), SEED + 2));
      }
      case PLANTED -> {
        PlantedStates planted = new PlantedStates(set.factors(), set.width(), SEED);
        int atoms = (int) Math.round(set.supports().getLast());
        Dictionary dictionary = Dictionary.of(planted.atoms(), set.factors(), set.width());
        Rows search = planted.states(searched(set), atoms);
        write(set, dictionary, search, planted.states(set.states(), atoms));
      }
    }
  }

  /** States by which a lambda is chosen: fewer where coding takes long. */
  private static int searched(DataSet set) {
    return set.states() / 4;
  }

  private void write(DataSet set, Dictionary dictionary, Rows search, Rows timed) {
    LambdaSearch lambdas = new LambdaSearch(dictionary, search);
    List<Double> chosen = new ArrayList<>();
    for (double support : set.supports()) {
      double lambda = lambdas.forSupport(support);
      progress.say("%s: lambda %s for supports of about %.0f", set.name(), lambda, support);
      chosen.add(lambda);
    }
    try {
      PreparedData.write(folder(set), set, RECIPE, dictionary, timed, chosen);
    } catch (IOException e) {
      throw new BenchmarkException(
          "the data can't be kept in %s: %s; name another folder by --cache"
              .formatted(folder(set), e.getMessage()),
          e);
    }
  }

  private Dictionary learned(DataSet set, Rows training) {
    int vectors =
        Math.min(Math.min(MAX_TRAINING, training.count()), set.factors() * TRAINING_PER_FACTOR);
    VersionRule rule = set.factors() > LARGE ? RARE : VersionRule.DEFAULT;
    return new DictionaryTraining(set.factors(), TRAINING_LAMBDA, rule, SEED, progress)
        .of(training.drawn(vectors, SEED + 3));
  }

  private TextPools pools() {
    TextPools known = text;
    if (known == null) {
      known = embedded();
      text = known;
    }
    return known;
  }

  private TextPools embedded() {
    List<String> texts = texts(TIMED_DOCUMENTS + SEARCH_DOCUMENTS + TRAINING_DOCUMENTS);
    int search = TIMED_DOCUMENTS + SEARCH_DOCUMENTS;
    progress.say("embedding %d documents", texts.size());
    try (Encoder encoder = Encoder.open(models)) {
      TextStates states = new TextStates(encoder);
      TextPools pools =
          new TextPools(
              states.of(texts.subList(0, TIMED_DOCUMENTS)),
              states.of(texts.subList(TIMED_DOCUMENTS, search)),
              states.of(texts.subList(search, texts.size())));
      progress.say("embedded %,d states to learn of", pools.training().count());
      return pools;
    }
  }

  private static List<String> texts(int count) {
    try (Stream<TextDocument> documents = Corpora.builtin()) {
      return documents.limit(count).map(TextDocument::text).toList();
    }
  }
}
