package io.factorscope.dictionary.api;

import io.factorscope.dictionary.DictionaryService;
import io.factorscope.edge.calls.CallErrors;
import io.factorscope.edge.calls.CallRunner;
import io.factorscope.v1.DictionariesGrpc;
import io.factorscope.v1.DictionariesGrpc.DictionariesBlockingStub;
import io.factorscope.v1.GetRequest;
import io.factorscope.v1.GetResponse;
import io.factorscope.v1.WatchRequest;
import io.factorscope.v1.WatchResponse;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The endpoint of a service, behind a plain gRPC server. */
final class ServedBook implements AutoCloseable {

  private final Server server;
  private final ManagedChannel channel;

  ServedBook(DictionaryService service) throws IOException {
    CallRunner calls = new CallRunner(new CallErrors(Duration.ofSeconds(1)));
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(new DictionariesEndpoint(service, calls))
            .build()
            .start();
    channel =
        ManagedChannelBuilder.forAddress("localhost", server.getPort()).usePlaintext().build();
  }

  DictionariesBlockingStub asked(long patienceSeconds) {
    return DictionariesGrpc.newBlockingStub(channel)
        .withDeadlineAfter(patienceSeconds, TimeUnit.SECONDS);
  }

  List<GetResponse> get(GetRequest request) {
    List<GetResponse> parts = new ArrayList<>();
    asked(5).get(request).forEachRemaining(parts::add);
    return parts;
  }

  WatchResponse firstMove(WatchRequest request, long patienceSeconds) {
    return asked(patienceSeconds).watch(request).next();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }
}
