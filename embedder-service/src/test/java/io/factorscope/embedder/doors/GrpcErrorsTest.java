package io.factorscope.embedder.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GrpcErrorsTest {

  @Test
  void faultsOfTheCallerAreInvalidArguments() {
    StatusRuntimeException status = GrpcErrors.of(new InvalidRequestException("layers: has 13"));
    assertThat(status.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getStatus().getDescription()).isEqualTo("layers: has 13");
  }

  @Test
  void notNowSaysWhenToTryAgain() throws InvalidProtocolBufferException {
    assertRetry(NotNowException.Kind.AWAY, Status.Code.UNAVAILABLE);
    assertRetry(NotNowException.Kind.FULL, Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void theRestIsInternal() {
    assertThat(GrpcErrors.of(new IllegalStateException("x")).getStatus().getCode())
        .isEqualTo(Status.Code.INTERNAL);
    assertThat(GrpcErrors.of(new InterruptedException()).getStatus().getCode())
        .isEqualTo(Status.Code.CANCELLED);
  }

  private static void assertRetry(NotNowException.Kind kind, Status.Code code)
      throws InvalidProtocolBufferException {
    StatusRuntimeException status =
        GrpcErrors.of(new NotNowException(kind, "not now", Duration.ofMillis(2_500)));
    assertThat(status.getStatus().getCode()).isEqualTo(code);
    var details = StatusProto.fromThrowable(status);
    assertThat(details).isNotNull();
    RetryInfo retry = details.getDetails(0).unpack(RetryInfo.class);
    assertThat(retry.getRetryDelay().getSeconds()).isEqualTo(2);
    assertThat(retry.getRetryDelay().getNanos()).isEqualTo(500_000_000);
  }
}
