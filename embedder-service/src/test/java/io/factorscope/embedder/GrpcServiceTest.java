package io.factorscope.embedder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.factorscope.onnx.HiddenStateModel;
import io.factorscope.v1.Document;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.EmbedInput;
import io.factorscope.v1.EmbedRequest;
import io.factorscope.v1.EmbedResponse;
import io.factorscope.v1.EmbedderGrpc;
import io.factorscope.v1.IngestRequest;
import io.factorscope.v1.IngestResponse;
import io.factorscope.v1.Window;
import io.factorscope.wire.Vectors;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The gRPC calls of the whole service. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class GrpcServiceTest extends ServiceTest {

  @Test
  void grpcIngestIsAcknowledgedAfterTheCommit() throws Exception {
    String text = "One more sentence with words. ".repeat(1_200);
    List<IngestResponse> acknowledged =
        ingest(
            IngestRequest.newBuilder().setId("g1").setText("first").build(),
            IngestRequest.newBuilder().setText("without a name").build(),
            IngestRequest.newBuilder().setId("g3").setText(text).build());
    assertThat(acknowledged.stream().map(IngestResponse::getSequence)).containsExactly(0L, 1L, 2L);
    assertThat(acknowledged.get(0).getId()).isEqualTo("g1");
    assertThat(acknowledged.get(1).getId()).hasSize(36);
    assertThat(acknowledged.get(2).getParts()).isEqualTo(2);
    StreamReader stream = new StreamReader(broker);
    // A broker shows readers what is committed a moment after it has promised it.
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              Map<String, Document> texts = stream.texts();
              assertThat(acknowledged)
                  .allSatisfy(
                      each ->
                          assertThat(texts.get(each.getPartition() + "/" + each.getOffset()))
                              .extracting(Document::getId)
                              .isEqualTo(each.getId()));
            });
  }

  @Test
  void aBadDocumentEndsTheCallAfterTheGoodOnes() {
    List<IngestResponse> acknowledged = new ArrayList<>();
    assertThatThrownBy(
            () ->
                ingest(
                    acknowledged,
                    IngestRequest.newBuilder().setId("good").setText("text").build(),
                    IngestRequest.newBuilder().setId("x".repeat(513)).setText("text").build()))
        .hasRootCauseMessage("INVALID_ARGUMENT: id: has 513 bytes of UTF-8, must have at most 512");
    assertThat(acknowledged).hasSize(1);
  }

  @Test
  void embedGivesFullPrecisionOnDemand() {
    EmbedRequest request =
        EmbedRequest.newBuilder()
            .addInputs(EmbedInput.newBuilder().setText(EMOJI))
            .setType(ElementType.FLOAT32)
            .build();
    EmbedResponse response = EmbedderGrpc.newBlockingStub(channel).embed(request).next();
    Window window = response.getSlice().getWindow();
    assertThat(window.getText()).isEqualTo(EMOJI);
    try (HiddenStateModel model = TestModels.open(TestModels.BGE)) {
      float[][] expected = DirectStates.of(model, window.getTokenIdsList(), LAYERS);
      assertClose(Vectors.unpack(response.getStates()), expected, 1e-4f);
    }
  }

  @Test
  void badRequestsAreRefusedByName() {
    EmbedRequest request =
        EmbedRequest.newBuilder()
            .addInputs(EmbedInput.newBuilder().setText("x"))
            .addLayers(13)
            .build();
    assertThatThrownBy(() -> EmbedderGrpc.newBlockingStub(channel).embed(request).next())
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessage("INVALID_ARGUMENT: layers: has 13, must be 0 to 12");
  }

  @Test
  void aRequestWithInvalidUtf8IsRefusedAtOnce() {
    byte[] embed = {0x12, 3, 0x0A, 1, (byte) 0xC3}; // inputs { text: <half a character> }
    assertThatThrownBy(() -> raw(EmbedderGrpc.getEmbedMethod(), embed))
        .hasMessageStartingWith(
            "INVALID_ARGUMENT: the request of factorscope.v1.Embedder/Embed can't be read: ")
        .hasMessageContaining("UTF-8");
    byte[] ingest = {0x0A, 1, (byte) 0xC3}; // id: <half a character>
    assertThatThrownBy(() -> raw(EmbedderGrpc.getIngestMethod(), ingest))
        .hasMessageStartingWith(
            "INVALID_ARGUMENT: the request of factorscope.v1.Embedder/Ingest can't be read: ");
  }

  /** Sends bytes as a call's only request, and waits for an answer. */
  private <A> A raw(MethodDescriptor<?, A> method, byte[] request) {
    MethodDescriptor<byte[], A> unchecked =
        method.toBuilder(new BytesMarshaller(), method.getResponseMarshaller())
            .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
            .build();
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS);
    return ClientCalls.blockingServerStreamingCall(channel, unchecked, options, request).next();
  }

  private static final class BytesMarshaller implements MethodDescriptor.Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      throw new UnsupportedOperationException("only sent");
    }
  }

  @Test
  void aPassedDeadlineStopsTheWork() throws IOException, InterruptedException {
    EmbedRequest request =
        EmbedRequest.newBuilder()
            .addAllInputs(
                Collections.nCopies(
                    60, EmbedInput.newBuilder().setText("word ".repeat(1_000)).build()))
            .build();
    Iterator<EmbedResponse> responses =
        EmbedderGrpc.newBlockingStub(channel)
            .withDeadlineAfter(700, TimeUnit.MILLISECONDS)
            .embed(request);
    assertThatThrownBy(() -> responses.forEachRemaining(response -> {}))
        .satisfies(
            e ->
                assertThat(Status.fromThrowable(e).getCode())
                    .isEqualTo(Status.Code.DEADLINE_EXCEEDED));
    double runs = callRuns();
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(10))
        .until(() -> callRuns() <= runs + 1);
  }

  private double callRuns() throws IOException, InterruptedException {
    return metric("factorscope_model_run_seconds_count{user=\"call\"}");
  }

  private List<IngestResponse> ingest(IngestRequest... requests) throws Exception {
    List<IngestResponse> responses = new ArrayList<>();
    ingest(responses, requests);
    return responses;
  }

  private void ingest(List<IngestResponse> responses, IngestRequest... requests) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    StreamObserver<IngestRequest> call =
        EmbedderGrpc.newStub(channel)
            .ingest(
                new StreamObserver<>() {
                  @Override
                  public void onNext(IngestResponse response) {
                    responses.add(response);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    done.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {
                    done.complete(null);
                  }
                });
    for (IngestRequest request : requests) {
      call.onNext(request);
    }
    call.onCompleted();
    done.get(30, TimeUnit.SECONDS);
  }
}
