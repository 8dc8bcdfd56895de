package io.factorscope.embedder;

import io.factorscope.edge.calls.CallVariants;
import io.factorscope.v1.EmbedInput;
import io.factorscope.v1.EmbedRequest;
import io.factorscope.v1.IngestRequest;
import io.grpc.BindableService;
import io.quarkus.grpc.GrpcService;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** Whatever a client may do, on every method of this service. */
@SuppressWarnings("NullAway.Init") // the fields are set before a test begins, or by it
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class EveryCallServiceTest extends ServiceTest {

  private static final int MESSAGE_LIMIT = 17_825_792;

  @Inject @GrpcService Instance<BindableService> services;

  private CallVariants variants;

  @TestFactory
  Stream<DynamicContainer> everyVariantOfACallEndsAsItShould() {
    variants = new CallVariants(root, MESSAGE_LIMIT);
    EmbedRequest embed =
        EmbedRequest.newBuilder().addInputs(EmbedInput.newBuilder().setText("Some words.")).build();
    IngestRequest ingest = IngestRequest.newBuilder().setText("Some words.").build();
    return variants.of(
        services,
        Map.of(
            "factorscope.v1.Embedder/Embed", embed.toByteArray(),
            "factorscope.v1.Embedder/Ingest", ingest.toByteArray()));
  }

  @AfterEach
  void closeVariants() {
    variants.close();
  }
}
