package io.factorscope.embedder.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private final Turns turns = new Turns();
  private final List<String> order = Collections.synchronizedList(new ArrayList<>());

  @Test
  void streamAndCallsAlternateAndCallsAreServedInOrder() throws InterruptedException {
    turns.begin(ModelUser.STREAM);
    List<Thread> threads = new ArrayList<>();
    for (String name : List.of("call 1", "call 2", "call 3")) {
      threads.add(waiting(name, ModelUser.CALL));
    }
    for (String name : List.of("stream 1", "stream 2")) {
      threads.add(waiting(name, ModelUser.STREAM));
    }
    turns.end();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(order).containsExactly("call 1", "stream 1", "call 2", "stream 2", "call 3");
  }

  @Test
  void oneAtATime() throws InterruptedException {
    turns.begin(ModelUser.CALL);
    Thread other = waiting("other", ModelUser.CALL);
    assertThat(order).isEmpty();
    turns.end();
    other.join();
    turns.begin(ModelUser.STREAM);
    assertThat(order).containsExactly("other");
  }

  @Test
  void whoGivesUpDoesNotBlockTheRest() throws InterruptedException {
    turns.begin(ModelUser.STREAM);
    Thread impatient = waiting("impatient", ModelUser.CALL);
    Thread patient = waiting("patient", ModelUser.CALL);
    impatient.interrupt();
    impatient.join();
    turns.end();
    patient.join();
    assertThat(order).containsExactly("patient");
  }

  @Test
  void whoWasInterruptedGetsNoTurn() throws InterruptedException {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> turns.begin(ModelUser.CALL)).isInstanceOf(InterruptedException.class);
    turns.begin(ModelUser.STREAM);
    assertThat(order).isEmpty();
  }

  /** A thread that waits for its turn, notes it, and hands it on. */
  private Thread waiting(String name, ModelUser user) {
    Thread thread = Thread.ofPlatform().start(() -> takeTurn(name, user));
    await().until(() -> thread.getState() == Thread.State.WAITING);
    return thread;
  }

  private void takeTurn(String name, ModelUser user) {
    try {
      turns.begin(user);
      order.add(name);
      turns.end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
