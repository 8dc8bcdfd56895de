package io.factorscope.coder.current;

import io.factorscope.coder.device.VersionCoders;
import io.factorscope.sparse.Dictionary;
import io.factorscope.v1.DictionariesGrpc.DictionariesBlockingStub;
import io.factorscope.v1.GetRequest;
import io.factorscope.v1.GetResponse;
import io.factorscope.v1.VersionHeader;
import io.factorscope.wire.Atoms;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/** Fetches a version, checks that it is what its hash says, and prepares it for coding. */
final class VersionFetch {

  private static final long PATIENCE_MINUTES = 2;

  private final DictionariesBlockingStub dictionaries;
  private final VersionCoders coders;

  VersionFetch(DictionariesBlockingStub dictionaries, VersionCoders coders) {
    this.dictionaries = dictionaries;
    this.coders = coders;
  }

  /**
   * @throws IllegalArgumentException if what came is not the version
   */
  PreparedVersion fetch(String dictionary, long version) {
    GetRequest request =
        GetRequest.newBuilder().setDictionary(dictionary).setVersion(version).build();
    Iterator<GetResponse> parts =
        dictionaries.withDeadlineAfter(PATIENCE_MINUTES, TimeUnit.MINUTES).get(request);
    VersionHeader header = parts.next().getHeader();
    Atoms atoms = new Atoms(header);
    while (parts.hasNext()) {
      atoms.add(parts.next().getChunk());
    }
    Dictionary fetched =
        Dictionary.of(atoms.values(), header.getFactors(), header.getModel().getWidth());
    return new PreparedVersion(header, coders.coder(fetched, header.getLambda()));
  }
}
