package io.factorscope.dictionary.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorscope.dictionary.DictionaryService;
import io.factorscope.dictionary.StartedDictionary;
import io.factorscope.dictionary.StreamOfStates;
import io.factorscope.dictionary.first.FirstVersionSettings;
import io.factorscope.dictionary.owner.OwnerSettings;
import io.factorscope.exactlyonce.TestBroker;
import io.factorscope.exactlyonce.TopicNames;
import io.factorscope.exactlyonce.TopicSpecs;
import io.factorscope.exactlyonce.Topics;
import io.factorscope.v1.GetRequest;
import io.factorscope.v1.GetResponse;
import io.factorscope.v1.ListRequest;
import io.factorscope.v1.ListResponse;
import io.factorscope.v1.WatchRequest;
import io.factorscope.v1.WatchResponse;
import io.factorscope.wire.Aliases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DictionariesEndpointTest {

  @RegisterExtension private static final TestBroker broker = new TestBroker();

  private static DictionaryService service;
  private static ServedBook endpoint;

  /** Watches before there is a version: the answer comes when it is made. */
  @BeforeAll
  static void start() throws Exception {
    TopicSpecs topics = new TopicSpecs(new TopicNames(""), 2, OptionalLong.empty());
    Topics.ensure(broker.instance("test", "0"), List.of(topics.hiddenStates("small")));
    service =
        StartedDictionary.of(
            broker.instance("dictionary", "0"),
            topics,
            new FirstVersionSettings(
                "small", "small", 50, OptionalDouble.of(0.5), 5, Duration.ofMinutes(1)),
            OwnerSettings.DEFAULT,
            new SimpleMeterRegistry());
    endpoint = new ServedBook(service);
    new StreamOfStates(broker, topics).send(30);
    WatchResponse moved = endpoint.firstMove(WatchRequest.getDefaultInstance(), 60);
    assertThat(moved.getAlias().getVersion()).isEqualTo(1);
    assertThat(moved.getHeader().getFactors()).isEqualTo(50);
  }

  @AfterAll
  static void stop() {
    endpoint.close();
    service.close();
  }

  @Test
  void givesAVersionByNumberAliasOrDefault() {
    List<GetResponse> byNumber =
        get(GetRequest.newBuilder().setDictionary("small").setVersion(1).build());

    assertThat(byNumber.getFirst().getHeader().getLambda()).isEqualTo(0.5);
    assertThat(byNumber.stream().skip(1).mapToInt(part -> part.getChunk().getFactors()).sum())
        .isEqualTo(50);
    assertThat(get(GetRequest.newBuilder().setAlias(Aliases.LIVE).build())).isEqualTo(byNumber);
    assertThat(get(GetRequest.getDefaultInstance())).isEqualTo(byNumber);
  }

  @Test
  void listsVersionsAndAliases() {
    ListResponse all = list(ListRequest.getDefaultInstance());

    assertThat(all.getVersionsList()).hasSize(1);
    assertThat(all.getAliasesList()).hasSize(1);
    assertThat(list(ListRequest.newBuilder().setDictionary("small").build())).isEqualTo(all);
    assertThat(
            list(ListRequest.newBuilder().setDictionary("small").setAfterVersion(1).build())
                .getVersionsList())
        .isEmpty();
  }

  @Test
  void answersAWatcherThatComesLate() {
    WatchResponse now =
        endpoint.firstMove(WatchRequest.newBuilder().setDictionary("small").build(), 5);

    assertThat(now.getAlias().getVersion()).isEqualTo(1);
  }

  @Test
  void saysWhatIsUnknownAndWhatThereIs() {
    assertThatThrownBy(() -> get(GetRequest.newBuilder().setDictionary("x").build()))
        .hasMessage("NOT_FOUND: dictionary: is \"x\", there are [small]");
    assertThatThrownBy(() -> get(GetRequest.newBuilder().setVersion(7).build()))
        .hasMessage("NOT_FOUND: version: is 7, the newest of small is 1");
    assertThatThrownBy(() -> get(GetRequest.newBuilder().setAlias("best").build()))
        .hasMessage("NOT_FOUND: alias: is \"best\", there are [live]");
    assertThatThrownBy(
            () -> list(ListRequest.newBuilder().setDictionary("small").setLimit(5000).build()))
        .hasMessage("INVALID_ARGUMENT: limit: is 5000, must be at most 1000");
  }

  private static List<GetResponse> get(GetRequest request) {
    return endpoint.get(request);
  }

  private static ListResponse list(ListRequest request) {
    return endpoint.asked(5).list(request);
  }
}
