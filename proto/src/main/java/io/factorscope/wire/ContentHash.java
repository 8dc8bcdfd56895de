package io.factorscope.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * The content hash of a dictionary version: SHA-256 over the parent's hash (nothing for version 1),
 * the atoms, lambda, the model's hash and the layers. Equal hashes mean equal codes; a chain of
 * them says how a version came about.
 */
public final class ContentHash {

  private ContentHash() {}

  /**
   * @param parent the parent's content hash, empty for a version without one
   * @param atoms row-major {@code [factors][width]}
   * @param modelHash SHA-256 of the model file
   * @return 32 bytes
   */
  public static byte[] of(
      byte[] parent, float[] atoms, double lambda, byte[] modelHash, List<Integer> layers) {
    MessageDigest digest = sha256();
    digest.update("factorscope.v1.dictionary\n".getBytes(UTF_8));
    digest.update(parent);
    digest.update(
        bytes(Integer.BYTES + Double.BYTES).putInt(atoms.length).putDouble(lambda).array());
    ByteBuffer packed = bytes(atoms.length * Float.BYTES);
    packed.asFloatBuffer().put(atoms);
    digest.update(packed.array());
    digest.update(modelHash);
    ByteBuffer numbers = bytes(layers.size() * Integer.BYTES);
    layers.forEach(numbers::putInt);
    return digest.digest(numbers.array());
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
