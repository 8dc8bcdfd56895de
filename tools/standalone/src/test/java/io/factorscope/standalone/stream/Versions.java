package io.factorscope.standalone.stream;

import io.factorscope.exactlyonce.BadRecordException;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import io.factorscope.wire.Atoms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The dictionary versions that the topic holds, each with an oracle of its own. */
final class Versions {

  private final List<VersionHeader> headers;
  private final List<VersionChunk> chunks;
  private final Map<DictionaryVersion, LassoOracle> oracles = new HashMap<>();

  private Versions(List<VersionHeader> headers, List<VersionChunk> chunks) {
    this.headers = headers;
    this.chunks = chunks;
  }

  static Versions read(StreamTopics topics) throws BadRecordException {
    return new Versions(
        topics.read(
            "dictionary-versions", VersionHeader.parser(), VersionHeader.getDefaultInstance()),
        topics.read(
            "dictionary-versions", VersionChunk.parser(), VersionChunk.getDefaultInstance()));
  }

  /** The oracle of the version with this name, number and content hash. */
  LassoOracle oracle(DictionaryVersion id) {
    return oracles.computeIfAbsent(id, this::make);
  }

  private LassoOracle make(DictionaryVersion id) {
    VersionHeader header =
        headers.stream().filter(each -> each.getId().equals(id)).findFirst().orElseThrow();
    float[] values =
        Atoms.of(header, chunks.stream().filter(chunk -> chunk.getId().equals(id)).iterator());
    double[][] atoms = new double[header.getFactors()][header.getModel().getWidth()];
    for (int i = 0; i < values.length; i++) {
      atoms[i / atoms[0].length][i % atoms[0].length] = values[i];
    }
    return new LassoOracle(atoms, header.getLambda());
  }
}
