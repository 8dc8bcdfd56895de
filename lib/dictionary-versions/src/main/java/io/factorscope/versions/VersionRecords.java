package io.factorscope.versions;

import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.util.Timestamps;
import io.factorscope.exactlyonce.OutputRecord;
import io.factorscope.exactlyonce.Tombstone;
import io.factorscope.v1.Alias;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import io.factorscope.wire.MessageLimits;
import io.factorscope.wire.Vectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A version as records of the topic of versions. */
public final class VersionRecords {

  private final String topic;
  private final int partition;

  public VersionRecords(String topic, int partition) {
    this.topic = topic;
    this.partition = partition;
  }

  /** The header as it is published: with the number of its chunks. */
  public static VersionHeader complete(VersionHeader header) {
    int factorsInChunk = factorsInChunk(header.getModel().getWidth());
    return header.toBuilder().setChunks(Math.ceilDiv(header.getFactors(), factorsInChunk)).build();
  }

  private static int factorsInChunk(int width) {
    return Math.max(1, MessageLimits.MAX_CHUNK_BYTES / (width * Float.BYTES));
  }

  /** Header first, then the chunks in order. */
  public List<OutputRecord> of(NewVersion version) {
    DictionaryVersion id = version.header().getId();
    int width = version.header().getModel().getWidth();
    int factorsInChunk = factorsInChunk(width);
    List<VersionChunk> chunks = new ArrayList<>();
    for (int first = 0; first < version.header().getFactors(); first += factorsInChunk) {
      int factors = Math.min(factorsInChunk, version.header().getFactors() - first);
      chunks.add(chunk(id, chunks.size(), first, factors, width, version.atoms()));
    }
    List<OutputRecord> records = new ArrayList<>();
    records.add(header(complete(version.header())));
    for (VersionChunk chunk : chunks) {
      records.add(
          new OutputRecord(
              topic, partition, chunkKey(id, chunk.getChunk()), chunk, chunk.getFactors()));
    }
    return records;
  }

  /** The header of a version whose atoms are gone. */
  public OutputRecord withoutAtoms(VersionHeader version) {
    return header(version.toBuilder().setAtomsDropped(true).build());
  }

  /** Tombstones for all chunks of a version. */
  public List<Tombstone> tombstones(VersionHeader version) {
    return IntStream.range(0, version.getChunks())
        .mapToObj(chunk -> new Tombstone(topic, partition, chunkKey(version.getId(), chunk)))
        .toList();
  }

  private OutputRecord header(VersionHeader header) {
    return new OutputRecord(topic, partition, headerKey(header.getId()), header, 0);
  }

  /** The record that moves an alias. */
  public OutputRecord alias(DictionaryVersion id, String alias) {
    Alias message =
        Alias.newBuilder()
            .setDictionary(id.getName())
            .setAlias(alias)
            .setVersion(id.getVersion())
            .setChanged(Timestamps.fromMillis(System.currentTimeMillis()))
            .build();
    return new OutputRecord(topic, partition, aliasKey(message), message, 0);
  }

  static String headerKey(DictionaryVersion id) {
    return id.getName() + "/" + id.getVersion() + "/header";
  }

  static String chunkKey(DictionaryVersion id, int chunk) {
    return id.getName() + "/" + id.getVersion() + "/" + chunk;
  }

  static String aliasKey(Alias alias) {
    return alias.getDictionary() + "/alias/" + alias.getAlias();
  }

  private static VersionChunk chunk(
      DictionaryVersion id, int chunk, int first, int factors, int width, float[] atoms) {
    byte[] packed = new byte[factors * width * Float.BYTES];
    ByteBuffer bytes = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    Vectors.putFloats(atoms, first * width, factors * width, ElementType.FLOAT32, bytes);
    return VersionChunk.newBuilder()
        .setId(id)
        .setChunk(chunk)
        .setFirstFactor(first)
        .setFactors(factors)
        .setAtoms(UnsafeByteOperations.unsafeWrap(packed))
        .build();
  }
}
