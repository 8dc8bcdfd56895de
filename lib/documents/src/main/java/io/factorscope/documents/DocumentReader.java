package io.factorscope.documents;

import io.factorscope.documents.NdjsonLine.SeveralValuesException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads the documents of an input, one a line. Blank lines are passed over. */
public final class DocumentReader implements Closeable {

  private final InputStream in;
  private final LineReader lines;
  private final Origin origin;
  private Layout layout;
  private long number;
  private boolean ended;

  /** Nothing is read yet. */
  public DocumentReader(InputStream in, Layout layout, Origin origin) {
    this.in = in;
    this.lines = new LineReader(new Utf8Input(in), DocumentLimits.MAX_LINE_BYTES);
    this.layout = layout;
    this.origin = origin;
  }

  /** The next document or refusal, or null after the last. Fails never: that is a refusal, too. */
  public @Nullable Item next() {
    Item item = null;
    try {
      while (item == null && !ended) {
        byte[] line = lines.next();
        ended = line == null;
        item = line == null ? null : item(line);
      }
      return item;
    } catch (IOException e) {
      ended = true;
      return new Refusal(Refusal.Kind.INPUT, origin.name(), number, Inputs.reason(e));
    }
  }

  /** Whether the next one may have to be waited for. */
  public boolean mayWait() {
    try {
      return !ended && lines.mayWait();
    } catch (IOException e) {
      return false; // the next one tells
    }
  }

  /** All that is left, read as it is asked for; closing the stream closes the input. */
  public Stream<Item> items() {
    return StreamSupport.stream(new Items(), false)
        .onClose(
            () -> {
              try {
                close();
              } catch (IOException e) {
                // What was to be read is read.
              }
            });
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /**
   * The one document that a whole input is, or why it is none; nothing if it is blank.
   *
   * @param id of the document
   */
  public static Optional<Item> whole(InputStream in, String id, Origin origin) {
    try {
      byte[] bytes = new Utf8Input(in).readNBytes(DocumentLimits.MAX_TEXT_BYTES + 1);
      if (bytes.length > DocumentLimits.MAX_TEXT_BYTES) {
        throw new InvalidDocumentException(
            "text: has more than %d bytes, must have at most as many; split it"
                .formatted(DocumentLimits.MAX_TEXT_BYTES));
      }
      DecodedText text = DecodedText.of(bytes, bytes.length);
      return text.text().isBlank()
          ? Optional.empty()
          : Optional.of(Documents.named(id, origin, text));
    } catch (InvalidDocumentException e) {
      return Optional.of(refused(origin, String.valueOf(e.getMessage())));
    } catch (IOException e) {
      return Optional.of(refused(origin, Inputs.reason(e)));
    }
  }

  private static Refusal refused(Origin origin, String reason) {
    return new Refusal(Refusal.Kind.DOCUMENT, origin.name(), 0, reason);
  }

  /** What a line is; null if it is blank. */
  private @Nullable Item item(byte[] line) {
    number++;
    if (lines.wasCut()) {
      return refused(
          Refusal.Kind.DOCUMENT,
          "line: has over " + DocumentLimits.MAX_LINE_BYTES + " bytes, the limit for a line");
    }
    DecodedText decoded = DecodedText.of(line, line.length).strip();
    if (decoded.text().isEmpty()) {
      return null;
    }
    if (layout == Layout.BY_FIRST_LINE) {
      layout = decoded.text().startsWith("{") ? Layout.NDJSON : Layout.LINES;
    }
    try {
      return layout == Layout.NDJSON
          ? Documents.described(decoded, origin, number)
          : Documents.named(origin.id(number), origin, decoded);
    } catch (SeveralValuesException e) {
      boolean alone = number == 1 && lines.wasUnended();
      return refused(
          alone ? Refusal.Kind.LOST_LINE_ENDS : Refusal.Kind.DOCUMENT,
          String.valueOf(e.getMessage()));
    } catch (InvalidDocumentException e) {
      return refused(Refusal.Kind.DOCUMENT, String.valueOf(e.getMessage()));
    }
  }

  private Refusal refused(Refusal.Kind kind, String reason) {
    return new Refusal(kind, origin.name(), number, reason);
  }

  private final class Items extends AbstractSpliterator<Item> {

    Items() {
      super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    }

    @Override
    public boolean tryAdvance(Consumer<? super Item> action) {
      Item item = next();
      if (item == null) {
        return false;
      }
      action.accept(item);
      return true;
    }
  }
}
