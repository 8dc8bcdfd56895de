package io.factorscope.standalone.machine;

import io.factorscope.v1.Alias;
import io.factorscope.v1.DictionariesGrpc;
import io.factorscope.v1.ListRequest;
import io.factorscope.v1.ListResponse;
import io.factorscope.v1.VersionHeader;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks the dictionary-service which version is live. */
public final class DictionariesClient implements AutoCloseable {

  private static final long TIMEOUT_SECONDS = 10;
  private static final String LIVE = "live";

  private final ManagedChannel channel;

  /**
   * A client; nothing is connected yet.
   *
   * @param port of the dictionary-service, on loopback
   */
  public DictionariesClient(int port) {
    this.channel = ManagedChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  /**
   * The version that {@code live} names; empty before version 1.
   *
   * @throws MachineException if the service does not answer
   */
  public Optional<VersionHeader> live(String dictionary) {
    return list(dictionary, 0).getAliasesList().stream()
        .filter(alias -> alias.getAlias().equals(LIVE))
        .map(Alias::getVersion)
        .findFirst()
        .flatMap(version -> list(dictionary, version - 1).getVersionsList().stream().findFirst());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private ListResponse list(String dictionary, long after) {
    ListRequest request =
        ListRequest.newBuilder()
            .setDictionary(dictionary)
            .setAfterVersion(after)
            .setLimit(1)
            .build();
    try {
      return DictionariesGrpc.newBlockingStub(channel)
          .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
          .list(request);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return ListResponse.getDefaultInstance();
      }
      throw new MachineException(
          "dictionary-service: does not list its versions: " + e.getStatus(), e);
    }
  }
}
