package io.factorscope.benchmarks.coder;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.factorscope.benchmarks.BenchmarkException;
import io.factorscope.benchmarks.data.PreparedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the peers, each in a Python of its own, on one core and one thread. */
final class Peers {

  /** By which the script says that Python lacks the library. */
  private static final int MISSING = 3;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String python;
  private final Path script;
  private final Path folder;

  /**
   * @param python program, e.g. of a virtual environment with the peers
   * @param script peers.py
   * @param folder for results, codes and logs
   */
  Peers(String python, Path script, Path folder) {
    this.python = python;
    this.script = script;
    this.folder = folder;
  }

  /**
   * Measures a peer; empty if Python or the library is missing.
   *
   * @param seconds to measure, at least one pass over the states
   * @param codes file for the codes
   */
  Optional<PeerResult> measure(
      Peer peer, PreparedData data, double lambda, double seconds, Path codes) {
    Path result = folder.resolve("peer.json");
    List<String> command = new ArrayList<>(OneCore.pin());
    command.addAll(List.of(python, script.toString(), peer.label()));
    command.addAll(
        List.of(
            data.folder().resolve(PreparedData.ATOMS).toString(),
            data.folder().resolve(PreparedData.STATES).toString(),
            Integer.toString(data.set().width()),
            Integer.toString(Math.min(peer.mostStates(), data.set().states())),
            Double.toString(lambda),
            Double.toString(seconds),
            codes.toString(),
            result.toString()));
    try {
      ChildRun run = ChildRun.of(command, folder.resolve("peer.log"));
      if (run.status() == MISSING) {
        return Optional.empty();
      }
      run.requireSuccess(peer.label());
      return Optional.of(JSON.readValue(result.toFile(), PeerResult.class));
    } catch (IOException e) {
      throw new BenchmarkException(peer.label() + ": " + e.getMessage(), e);
    }
  }

  /** Whether there is such a Python at all. */
  boolean hasPython() {
    try {
      return ChildRun.of(List.of(python, "--version"), folder.resolve("peer.log")).status() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
