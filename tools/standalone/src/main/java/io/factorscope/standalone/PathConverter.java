package io.factorscope.standalone;

import io.factorscope.standalone.corpus.CorpusException;
import io.factorscope.standalone.corpus.FileNames;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Paths on the command line; an empty one, as of a variable that is not set, is none. */
final class PathConverter implements ITypeConverter<Path> {

  @Override
  public Path convert(String text) {
    try {
      return FileNames.path(text);
    } catch (CorpusException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
