package io.factorscope.benchmarks.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.exactlyonce.StopSignal;
import io.factorscope.local.StoppedException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class TimingTest {

  private static final double MILLIS = 1e6;

  private int calls;

  @Test
  void ratesAreTokensOverTheTimeThatTheyTook() {
    Timing timing = new Timing(0.02, 0.1, 0.5, 0.1, 3, 0.3);
    Stage stage =
        () -> {
          long begun = System.nanoTime();
          LockSupport.parkNanos((long) (2 * MILLIS));
          return (System.nanoTime() - begun) * 1e-9 * 5000;
        };

    assertThat(timing.rate(stage, new StopSignal())).isCloseTo(5000, within(500.0));
  }

  @Test
  void theWarmUpEndsWhenTwoWindowsAgreeOrAfterItsLongest() {
    new Timing(0.01, 100, 1e9, 0.01, 1, 0).rate(this::counted, new StopSignal());
    int agreed = calls;
    calls = 0;
    new Timing(0.01, 0.2, 0, 0.01, 1, 0).rate(this::counted, new StopSignal());

    assertThat(agreed).isBetween(2, 8);
    assertThat(calls).isGreaterThan(15);
  }

  @Test
  void theWholeStreamWarmsUpForAllOfItsTime() {
    new Timing(0.01, 100, 1e9, 0.01, 1, 0.3).streamRate(this::counted, new StopSignal());

    assertThat(calls).isGreaterThan(25);
  }

  @Test
  void stopsWhenItIsTold() {
    StopSignal stop = new StopSignal();
    Stage stage =
        () -> {
          stop.give();
          return 1;
        };

    assertThatThrownBy(() -> Timing.FULL.rate(stage, stop)).isInstanceOf(StoppedException.class);
  }

  @Test
  void theReportHasTheHarmonicSumAndTheRatio() {
    LadderReport report =
        LadderReport.of(
            List.of(
                new LadderReport.Row("tokenise", 6000), new LadderReport.Row("consume-code", 3000)),
            1500,
            3500,
            0.5);
    JsonNode json = new ObjectMapper().valueToTree(report);

    assertThat(json.get("harmonicSum").asDouble()).isCloseTo(2000, within(1e-6));
    assertThat(json.get("ratio").asDouble()).isCloseTo(0.75, within(1e-9));
    assertThat(json.at("/rows/1/rung").asText()).isEqualTo("consume-code");
    assertThat(json.at("/rows/1/tokensPerSecond").asDouble()).isEqualTo(3000);
    assertThat(json.get("bareEmbed").asDouble()).isEqualTo(3500);
    assertThat(report.table()).contains("consume-code", "3,000", "0.75");
  }

  /** A stage of which each call lasts as long as a window, and no two rates are the same. */
  private double counted() {
    calls++;
    LockSupport.parkNanos((long) (10 * MILLIS));
    return calls * calls;
  }
}
