package io.factorscope.dictionary;

import static org.awaitility.Awaitility.await;

import io.factorscope.edge.calls.CallVariants;
import io.factorscope.wire.Aliases;
import io.grpc.BindableService;
import io.quarkus.grpc.GrpcService;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** Whatever a client may do, on every method of this service. */
@SuppressWarnings("NullAway.Init") // the fields are set before a test begins, or by it
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class EveryCallTest {

  private static final int MESSAGE_LIMIT = 8_388_608;

  @Inject @GrpcService Instance<BindableService> services;

  @Inject DictionaryService dictionaries;

  @TestHTTPResource("/")
  URI root;

  private CallVariants variants;

  @TestFactory
  Stream<DynamicContainer> everyVariantOfACallEndsAsItShould() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> dictionaries.book().alias("small", Aliases.LIVE).isPresent());
    variants = new CallVariants(root, MESSAGE_LIMIT);
    return variants.of(services, Map.of());
  }

  @AfterEach
  void closeVariants() {
    variants.close();
  }
}
