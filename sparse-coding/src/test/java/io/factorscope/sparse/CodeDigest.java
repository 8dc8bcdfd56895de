package io.factorscope.sparse;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Codes planted states and prints a digest of all bits: run in other JVMs and compared. */
final class CodeDigest {
  private CodeDigest() {}

  public static void main(String[] arguments) {
    System.out.print(digest(arguments[0]));
  }

  /** Digest of the codes of a coder, by its simple name. */
  static String digest(String coder) {
    Planted planted = new Planted(300, 100, 29);
    float[] states = planted.states(13, 20);
    return digest(SparseCoderContract.encode(named(coder, planted.dictionary()), states, 13));
  }

  private static SparseCoder named(String coder, Dictionary dictionary) {
    return switch (coder) {
      case "WorkingSetCoder" -> new WorkingSetCoder(dictionary, 0.1);
      case "RowGramCoder" -> new RowGramCoder(dictionary, 0.1);
      default -> throw new IllegalArgumentException(coder);
    };
  }

  private static String digest(SparseCodes codes) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * codes.factors().length + 8 * codes.count());
    for (int i = 0; i < codes.count(); i++) {
      bytes.putInt(codes.support(i)).putFloat(codes.gaps()[i]);
      for (int e = codes.offset(i); e < codes.offset(i + 1); e++) {
        bytes.putInt(codes.factors()[e]).putFloat(codes.activations()[e]);
      }
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
