package io.factorscope.onnx;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/**
 * A process that runs a model in two threads without end, for {@link ExitTest} to stop. Arguments:
 * the model's folder, what ends it (signal or exit), and the seconds in which the owner promises to
 * close the model.
 */
final class BusyProcess {
  private static final int BATCH = 16;
  private static final int LENGTH = 128;

  private BusyProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    HiddenStateModel model = HiddenStateModel.open(Path.of(arguments[0]), "busy", Device.CPU, 1);
    int ownersSeconds = Integer.parseInt(arguments[2]);
    if (ownersSeconds > 0) {
      model.ownerClosesWithin(Duration.ofSeconds(ownersSeconds));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> lastRunThenClose(model)));
    }
    Thread first = new Thread(() -> runUntilRefused(model));
    first.setDaemon(true);
    first.start();
    Thread second = new Thread(() -> runUntilRefused(model));
    second.setDaemon(true);
    second.start();
    Thread.sleep(700);
    say("busy");
    if (arguments[1].equals("exit")) {
      System.exit(7);
    }
    second.join();
  }

  private static void lastRunThenClose(HiddenStateModel model) {
    run(model);
    say("owner's last run is done");
    model.close();
  }

  private static void runUntilRefused(HiddenStateModel model) {
    try {
      while (true) {
        run(model);
      }
    } catch (ModelClosedException e) {
      say("refused: " + e.getMessage());
    } catch (RuntimeException e) {
      say("failed: " + e);
    }
  }

  private static void run(HiddenStateModel model) {
    long[] ids = new long[BATCH * LENGTH];
    Arrays.fill(ids, 2003);
    int[] lengths = new int[BATCH];
    Arrays.fill(lengths, LENGTH);
    model.run(ids, lengths, BATCH, LENGTH, new int[] {3, 6}).close();
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
