package io.factorscope.edge.calls;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallErrorsTest {

  private final CallErrors errors = new CallErrors(Duration.ofMillis(2_500));

  @Test
  void faultsOfTheCallerAreInvalidArguments() {
    StatusRuntimeException status = errors.grpc(new InvalidRequestException("layers: has 13"));
    assertThat(status.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getStatus().getDescription()).isEqualTo("layers: has 13");
  }

  @Test
  void whatIsAStatusStaysOne() {
    StatusRuntimeException status = Status.NOT_FOUND.withDescription("x").asRuntimeException();
    assertThat(errors.grpc(status)).isSameAs(status);
  }

  @Test
  void retryLaterSaysWhen() throws InvalidProtocolBufferException {
    assertRetry(RetryLaterException.Kind.AWAY, Status.Code.UNAVAILABLE);
    assertRetry(RetryLaterException.Kind.FULL, Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void theRestIsInternal() {
    assertThat(errors.grpc(new IllegalStateException("x")).getStatus().getCode())
        .isEqualTo(Status.Code.INTERNAL);
    assertThat(errors.grpc(new InterruptedException()).getStatus().getCode())
        .isEqualTo(Status.Code.CANCELLED);
  }

  @Test
  void httpSaysTheSameInItsWords() {
    Response full = errors.http(new RetryLaterException(RetryLaterException.Kind.FULL, "x"), "");
    assertThat(full.getStatus()).isEqualTo(429);
    assertThat(full.getHeaderString("Retry-After")).isEqualTo("2");
    Response away = errors.http(new RetryLaterException(RetryLaterException.Kind.AWAY, "x"), "");
    assertThat(away.getStatus()).isEqualTo(503);
    assertThat(away.getHeaderString("Connection")).isEqualTo("close");
    Response invalid = errors.http(new InvalidRequestException("x"), "");
    assertThat(invalid.getStatus()).isEqualTo(400);
    assertThat(invalid.getHeaderString("Retry-After")).isNull();
  }

  private void assertRetry(RetryLaterException.Kind kind, Status.Code code)
      throws InvalidProtocolBufferException {
    StatusRuntimeException status = errors.grpc(new RetryLaterException(kind, "later"));
    assertThat(status.getStatus().getCode()).isEqualTo(code);
    var details = StatusProto.fromThrowable(status);
    assertThat(details).isNotNull();
    RetryInfo retry = details.getDetails(0).unpack(RetryInfo.class);
    assertThat(retry.getRetryDelay().getSeconds()).isEqualTo(2);
    assertThat(retry.getRetryDelay().getNanos()).isEqualTo(500_000_000);
  }
}
