package io.factorscope.dictionary.learn;

import com.google.protobuf.ByteString;
import io.factorscope.dictionary.StreamOfStates;
import io.factorscope.sparse.Dictionary;
import io.factorscope.sparse.SparseCoders;
import io.factorscope.sparse.SparseCodes;
import io.factorscope.v1.DictionaryVersion;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.Evidence;
import io.factorscope.v1.EvidencePolicy;
import io.factorscope.v1.SampledVector;
import io.factorscope.v1.SourceDocument;
import io.factorscope.v1.VersionChunk;
import io.factorscope.v1.VersionHeader;
import io.factorscope.versions.NewVersion;
import io.factorscope.wire.Codes;
import io.factorscope.wire.ContentHash;
import io.factorscope.wire.HeldOut;
import io.factorscope.wire.Vectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Makes {@link PlantedEvidence} anew, which is due only where the learner's rules have another
 * number: sparse sums of hidden directions, coded with versions as they are made, some with stale
 * ones, some held out, some with another weight.
 */
final class PlantingEvidence {

  private static final int WIDTH = StreamOfStates.WIDTH;
  private static final int FACTORS = 32;
  private static final int DIRECTIONS = 24;
  private static final int VECTORS = 25;
  private static final double LAMBDA = 0.2;

  private final SplittableRandom random = new SplittableRandom(20261127);
  private final float[] directions = normal(DIRECTIONS * WIDTH);
  private final List<NewVersion> versions = new ArrayList<>();
  private final List<EvidenceInput> rows = new ArrayList<>();
  private boolean heavy;
  private long offset;
  private long time = 1_790_000_000_000L;

  /**
   * Writes the files.
   *
   * @param arguments the folder of the test resources
   */
  public static void main(String[] arguments) throws Exception {
    new PlantingEvidence().plant(Path.of(arguments[0]));
  }

  private void plant(Path folder) throws Exception {
    float[] atoms = atoms();
    NewVersion first = new NewVersion(first(atoms), atoms);
    versions.add(first);
    MemoryVersions published = new MemoryVersions();
    published.add(first);
    WrittenDictionary learner =
        new WrittenDictionary(published, Optional.empty(), WriterSettings.DEFAULT);
    // Quick at first, so that versions close by their count; then slow, so that by their time.
    while (versions.size() < 3) {
      send(learner, 1_000);
    }
    while (versions.size() < 18) {
      send(learner, 240_000);
    }
    // Another stream, of another share.
    System.arraycopy(normal(directions.length), 0, directions, 0, directions.length);
    heavy = true;
    while (versions.size() < 23) {
      send(learner, 120_000);
    }
    VersionChunk chunk =
        VersionChunk.newBuilder()
            .setId(first.header().getId())
            .setFactors(FACTORS)
            .setAtoms(Vectors.pack(atoms, FACTORS, WIDTH, ElementType.FLOAT32).getData())
            .build();
    new PlantedEvidence(first.header(), atoms, rows)
        .write(folder, chunk, versions.stream().map(NewVersion::header).toList());
  }

  private void send(WrittenDictionary learner, long millis) throws Exception {
    offset += random.nextInt(4) == 0 ? 2 : 1;
    time += millis;
    EvidenceInput row = PlantedEvidence.input(offset, time, evidence(coding()));
    rows.add(row);
    learner.apply(row).version().ifPresent(versions::add);
  }

  /** Most often the version in use; now and then an older one. */
  private NewVersion coding() {
    List<NewVersion> used =
        versions.stream().filter(version -> version.header().getRefused().isEmpty()).toList();
    int behind = random.nextInt(6) == 0 ? random.nextInt(4) : 0;
    return used.get(Math.max(0, used.size() - 1 - behind));
  }

  private Evidence evidence(NewVersion version) {
    VersionHeader header = version.header();
    float[] states = states();
    SparseCodes.Builder codes = new SparseCodes.Builder(VECTORS);
    SparseCoders.best(Dictionary.of(version.atoms(), FACTORS, WIDTH), LAMBDA)
        .newWorker()
        .encode(states, 0, VECTORS, codes);
    String id = "e" + rows.size();
    DictionaryVersion foreign =
        header.getId().toBuilder().setContentHash(ByteString.copyFromUtf8("another")).build();
    Evidence.Builder evidence =
        Evidence.newBuilder()
            .setDictionary(random.nextInt(40) == 0 ? foreign : header.getId())
            .setModel(header.getModel())
            .setDocument(SourceDocument.newBuilder().setId(id).setOffset(rows.size()))
            .setStates(Vectors.pack(states, VECTORS, WIDTH, ElementType.FLOAT16))
            .setCodes(packed(codes.build()).message())
            .setWeight(heavy ? 16 : random.nextInt(5) == 0 ? 2.5 : 1)
            .setHeldOut(HeldOut.contains(id, header.getEvidence()));
    for (int token = 0; token < VECTORS; token++) {
      evidence.addVectors(SampledVector.newBuilder().setToken(token).setLayer(token % 2 * 2));
    }
    return evidence.build();
  }

  /** Values of 16 bits, as on the wire. */
  private float[] states() {
    float[] states = new float[VECTORS * WIDTH];
    for (int row = 0; row < VECTORS; row++) {
      for (int k = 0; k < 3; k++) {
        int direction = random.nextInt(DIRECTIONS);
        float activation = (float) (0.5 + random.nextDouble());
        for (int i = 0; i < WIDTH; i++) {
          states[row * WIDTH + i] += activation * directions[direction * WIDTH + i];
        }
      }
    }
    return Vectors.unpack(Vectors.pack(states, VECTORS, WIDTH, ElementType.FLOAT16));
  }

  private static Codes.Packer packed(SparseCodes codes) {
    Codes.Packer packer = new Codes.Packer(codes.count(), codes.factors().length, FACTORS);
    for (int row = 0; row < codes.count(); row++) {
      packer.row(codes.support(row), codes.gaps()[row]);
      for (int entry = codes.offset(row); entry < codes.offset(row + 1); entry++) {
        packer.entry(codes.factors()[entry], codes.activations()[entry]);
      }
    }
    return packer;
  }

  private float[] atoms() {
    float[] atoms = normal(FACTORS * WIDTH);
    for (int j = 0; j < FACTORS; j++) {
      double squares = 0;
      for (int k = j * WIDTH; k < (j + 1) * WIDTH; k++) {
        squares += (double) atoms[k] * atoms[k];
      }
      for (int k = j * WIDTH; k < (j + 1) * WIDTH; k++) {
        atoms[k] /= (float) Math.sqrt(squares);
      }
    }
    return atoms;
  }

  private static VersionHeader first(float[] atoms) {
    byte[] hash =
        ContentHash.of(
            new byte[0],
            atoms,
            LAMBDA,
            StreamOfStates.MODEL.getHash().toByteArray(),
            List.of(0, 2));
    return VersionHeader.newBuilder()
        .setId(
            DictionaryVersion.newBuilder()
                .setName("planted")
                .setVersion(1)
                .setContentHash(ByteString.copyFrom(hash)))
        .setModel(StreamOfStates.MODEL)
        .addAllLayers(List.of(0, 2))
        .setFactors(FACTORS)
        .setLambda(LAMBDA)
        .addAllGenerations(Collections.nCopies(FACTORS, 0))
        .setEvidence(EvidencePolicy.newBuilder().setShare(1).setHeldOutModulus(16).setSalt(5))
        .setChunks(1)
        .build();
  }

  private float[] normal(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
