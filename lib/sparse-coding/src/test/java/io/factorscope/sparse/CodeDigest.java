package io.factorscope.sparse;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Codes planted states and small problems, and prints a digest of all bits: run in other JVMs and
 * compared.
 */
final class CodeDigest {
  private static final int SMALL_PROBLEMS = 12;

  private CodeDigest() {}

  public static void main(String[] arguments) {
    System.out.print(digest(arguments[0]));
  }

  /** Digest of the codes of a coder, by its simple name. */
  static String digest(String coder) {
    Planted planted = new Planted(300, 100, 29);
    float[] states = planted.states(13, 20);
    SparseCodes.Builder all = new SparseCodes.Builder(200);
    named(coder, planted.dictionary(), 0.1).newWorker().encode(states, 0, 13, all);
    for (int seed = 0; seed < SMALL_PROBLEMS; seed++) {
      encodeSmall(coder, SmallProblem.of(seed, 1e-2), all);
    }
    return digest(all.build());
  }

  private static void encodeSmall(String coder, SmallProblem problem, SparseCodes.Builder all) {
    SparseCoder.Worker worker = named(coder, problem.dictionary(), problem.lambda()).newWorker();
    for (int i = 0; i < SmallProblem.STATES; i++) {
      try {
        worker.encode(problem.states(), i, 1, all);
      } catch (CodingException e) {
        all.add(new int[0], new float[0], 0, Float.NaN);
      }
    }
  }

  private static SparseCoder named(String coder, Dictionary dictionary, double lambda) {
    return switch (coder) {
      case "WorkingSetCoder" -> new WorkingSetCoder(dictionary, lambda);
      case "RowGramCoder" -> new RowGramCoder(dictionary, lambda);
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
