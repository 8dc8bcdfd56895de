package io.factorscope.standalone;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes on the command line: bytes, or e.g. 512MiB; a K is 1,024, with and without the i. */
final class ByteSize implements ITypeConverter<Long> {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*([KMG]I?B?)?");

  @Override
  public Long convert(String text) {
    Matcher size = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!size.matches()) {
      throw new TypeConversionException("'" + text + "' is no size; write e.g. 512MiB or 2GiB");
    }
    return Long.parseLong(size.group(1)) << shift(size.group(2));
  }

  /** By how many bits, i.e. the logarithm of the unit. */
  private static int shift(@Nullable String unit) {
    if (unit == null) {
      return 0;
    }
    return switch (unit.charAt(0)) {
      case 'K' -> 10;
      case 'M' -> 20;
      default -> 30;
    };
  }
}
