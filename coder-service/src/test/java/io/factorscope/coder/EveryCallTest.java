package io.factorscope.coder;

import io.factorscope.edge.calls.CallVariants;
import io.grpc.BindableService;
import io.quarkus.grpc.GrpcService;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** Whatever a client may do, on every method of this service. */
@SuppressWarnings("NullAway.Init") // the fields are set before a test begins, or by it
@QuarkusTest
@QuarkusTestResource(ServiceResource.class)
class EveryCallTest {

  private static final int MESSAGE_LIMIT = 4_194_304;

  @Inject @GrpcService Instance<BindableService> services;

  @TestHTTPResource("/")
  URI root;

  private CallVariants variants;

  @TestFactory
  Stream<DynamicContainer> everyVariantOfACallEndsAsItShould() {
    variants = new CallVariants(root, MESSAGE_LIMIT);
    return variants.of(services, Map.of());
  }

  @AfterEach
  void closeVariants() {
    variants.close();
  }
}
