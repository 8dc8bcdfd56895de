package io.factorscope.standalone.corpus;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text that are not blank, read as they are asked for. Unlike a {@link
 * java.io.BufferedReader} it bounds a line, so that a file without line ends does not fill the
 * memory.
 */
final class Lines implements Iterator<Line> {

  /** Most characters of a document, 16 Mi: the stream refuses longer ones. */
  static final int MAX_CHARACTERS = 1 << 24;

  private static final int BUFFER_CHARACTERS = 1 << 13;

  private final String file;
  private final Reader reader;
  private final StringBuilder line = new StringBuilder();
  private final char[] buffer = new char[BUFFER_CHARACTERS];
  private int position;
  private int limit;
  private long number;
  private @Nullable Line next;

  private Lines(String file, Reader reader) {
    this.file = file;
    this.reader = reader;
  }

  /**
   * The lines; closing the stream closes the reader.
   *
   * @param file its name, for the places of the lines
   */
  static Stream<Line> of(String file, Reader reader) {
    Iterator<Line> lines = new Lines(file, reader);
    int order = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(lines, order), false)
        .onClose(() -> close(reader));
  }

  @Override
  public boolean hasNext() {
    while (next == null && readLine()) {
      String text = line.toString().strip();
      next = text.isEmpty() ? null : new Line(file, number, text);
    }
    return next != null;
  }

  @Override
  public Line next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Line result = next;
    next = null;
    return result;
  }

  /** Whether there was a line, which may be empty. */
  private boolean readLine() {
    line.setLength(0);
    number++;
    int c = read();
    boolean something = c >= 0;
    while (c >= 0 && c != '\n') {
      append((char) c);
      c = read();
    }
    return something;
  }

  private void append(char c) {
    if (line.length() >= MAX_CHARACTERS) {
      throw new CorpusException(
          file
              + ":"
              + number
              + ": line is longer than "
              + MAX_CHARACTERS
              + " characters; split the document");
    }
    line.append(c);
  }

  private int read() {
    if (position == limit) {
      limit = Math.max(0, fill());
      position = 0;
    }
    return limit == 0 ? -1 : buffer[position++];
  }

  private int fill() {
    try {
      return reader.read(buffer);
    } catch (CharacterCodingException e) {
      throw new CorpusException(
          file + ": is not UTF-8 at line " + number + " or after it; convert the file", e);
    } catch (IOException e) {
      throw new CorpusException(file + ":" + number + ": can't be read: " + e.getMessage(), e);
    }
  }

  private static void close(Reader reader) {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
