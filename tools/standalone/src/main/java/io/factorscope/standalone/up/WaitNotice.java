package io.factorscope.standalone.up;

import io.factorscope.v1.FirstVersionWait;
import java.util.Optional;

/** Says once, when it stays so for a while, why there is no version 1. */
final class WaitNotice {

  private static final int MIN_SECONDS = 5;

  private String last = "";
  private int times;

  /** Takes the present wait, once a second; returns the notice to print, if there is a new one. */
  Optional<String> take(Optional<FirstVersionWait> wait) {
    String reason =
        wait.filter(each -> each.getVectors() == 0).map(FirstVersionWait::getReason).orElse("");
    times = reason.equals(last) ? times + 1 : 1;
    last = reason;
    return times == MIN_SECONDS && !reason.isEmpty() ? Optional.of(reason) : Optional.empty();
  }
}
