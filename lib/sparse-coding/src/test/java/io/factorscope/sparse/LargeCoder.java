package io.factorscope.sparse;

/** A process that makes a coder of so many factors, after so many MiB of garbage. */
final class LargeCoder {
  private LargeCoder() {}

  public static void main(String[] arguments) {
    int factors = Integer.parseInt(arguments[0]);
    int garbage = 0;
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      garbage += new byte[1 << 20].length >> 20;
    }
    Dictionary dictionary = Dictionary.of(new float[4 * factors], factors, 4);
    try {
      SparseCoder coder = SparseCoders.best(dictionary, 0.5);
      System.out.println(coder.dictionary().factors() == factors && garbage >= 0 ? "made" : "?");
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
    }
  }
}
