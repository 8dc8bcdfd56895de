package io.factorscope.documents;

import static io.factorscope.documents.InputBytes.bytes;
import static io.factorscope.documents.InputBytes.damaged;
import static io.factorscope.documents.InputBytes.gzip;
import static io.factorscope.documents.InputBytes.text;
import static io.factorscope.documents.InputBytes.without;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.util.List;
import java.util.stream.Stream;

/** NDJSON as people bring it. Ids are unique over all cases. */
public final class InputCases {

  private static final byte[] BYTE_ORDER_MARK = bytes(0xEF, 0xBB, 0xBF);
  private static final String LONG = "Long enough that a bad byte is under one in a hundred. ";
  private static final String MORE = LONG.repeat(12);
  private static final String BEHIND = "line: has something behind its JSON object";
  private static final String BAD_ID = "id: has bytes that are no UTF-8, or half of a surrogate";

  private InputCases() {}

  public static Stream<InputCase> all() {
    return Stream.of(lines(), trailing(), marks(), bad(), encodings(), fields(), packed())
        .flatMap(List::stream);
  }

  private static List<InputCase> lines() {
    return List.of(
        InputCase.of("an object a line", text(line("l1", "one") + line("l2", "two")))
            .gives("l1", "one")
            .gives("l2", "two"),
        InputCase.of(
                "Windows line ends, blank lines, no end of the last line",
                text("\r\n" + object("l3", "one") + "\r\n  \n\t\r\n" + object("l4", "two")))
            .gives("l3", "one")
            .gives("l4", "two"),
        InputCase.of(
                "a bad line between good ones",
                text(line("l5", "one") + "{broken\n"),
                text(line("l6", "two")))
            .gives("l5", "one")
            .gives("l6", "two")
            .refuses(1, 2, "line: is no JSON: "),
        InputCase.of("nothing"),
        InputCase.of("blank lines only", text("\n \n\r\n")));
  }

  private static List<InputCase> trailing() {
    return List.of(
        trailing("two objects on a line", "t1", object("x", "second")),
        trailing("a comma and an object behind", "t2", "," + object("x", "second")),
        trailing("a comma behind", "t3", ","),
        trailing("a space and an object behind", "t4", " " + object("x", "second")),
        trailing("a bare carriage return between objects", "t5", "\r" + object("x", "second")),
        trailing("garbage behind", "t6", "garbage"),
        trailing("a brace behind", "t7", "}"),
        trailing("a number behind", "t8", " 7"),
        InputCase.of("a file that lost its line ends", text(object("x", "a") + object("y", "b")))
            .refuses(1, 1, BEHIND));
  }

  private static InputCase trailing(String name, String id, String behind) {
    return InputCase.of(name, text(object("x", "first") + behind + "\n" + line(id, "next line")))
        .gives(id, "next line")
        .refuses(1, 1, BEHIND);
  }

  private static List<InputCase> marks() {
    return List.of(
        InputCase.of("a byte order mark", BYTE_ORDER_MARK, text(line("m1", "one")))
            .gives("m1", "one"),
        InputCase.of(
                "files with byte order marks, put together",
                BYTE_ORDER_MARK,
                text(line("m2", "one")),
                BYTE_ORDER_MARK,
                text(line("m3", "two")))
            .gives("m2", "one")
            .gives("m3", "two"),
        InputCase.of("only a byte order mark", BYTE_ORDER_MARK),
        InputCase.of("U+FEFF inside a text", text(line("m4", "a\uFEFFb"))).gives("m4", "a\uFEFFb"));
  }

  private static List<InputCase> bad() {
    return List.of(
        badText("half a character", "b1", "�", 1, 0xE2, 0x82),
        badText("an overlong NUL", "b2", "��", 2, 0xC0, 0x80),
        badText("a code point over U+10FFFF", "b3", "����", 4, 0xF4, 0x90, 0x80, 0x80),
        badText("an encoded half of a pair", "b4", "�", 1, 0xED, 0xA0, 0x80),
        InputCase.of(
                "bad bytes that are much of a short text",
                text("{\"id\":\"b12\",\"text\":\"a"),
                bytes(0xF4, 0x90, 0x80, 0x80, 0xC0, 0x80),
                text("\"}"))
            .gives("b12", "a������")
            .replaces(6),
        InputCase.of("halves of pairs as escapes", text(line("b5", "a\\ud83db \\ude42")))
            .gives("b5", "a�b �")
            .replaces(2),
        InputCase.of("a pair as escapes", text(line("b6", "\\ud83d\\ude42"))).gives("b6", "🙂"),
        InputCase.of(
                "half of a pair as an escape, and then a bad byte",
                text("{\"id\":\"b7\",\"text\":\"\\ud83d"),
                bytes(0x80),
                text(MORE + "\"}"))
            .gives("b7", "��" + MORE)
            .replaces(2),
        InputCase.of("U+FFFD that came as such", text(line("b8�", "a�b"))).gives("b8�", "a�b"),
        InputCase.of(
                "bad bytes in a source",
                text("{\"id\":\"b9\",\"source\":\"caf"),
                bytes(0xE9),
                text("\",\"text\":\"" + MORE + "\"}\n"))
            .gives(new InputCase.Expected("b9", "caf�", MORE))
            .replaces(1),
        InputCase.of(
                "bad bytes in an id",
                text(line("b10", MORE) + "{\"id\":\"caf"),
                bytes(0xE9),
                text("\",\"text\":\"x\"}"))
            .gives("b10", MORE)
            .refuses(1, 2, BAD_ID),
        InputCase.of(
                "halves of pairs in ids",
                text(line("\\ud83d", "x") + line("\\ud83c", "x") + line("b11", "ok")))
            .gives("b11", "ok")
            .refuses(2, 1, BAD_ID));
  }

  private static InputCase badText(String name, String id, String seen, int count, int... bad) {
    return InputCase.of(
            name,
            text("{\"id\":\"" + id + "\",\"text\":\"<"),
            bytes(bad),
            text(">" + MORE + "\"}\n"))
        .gives(id, "<" + seen + ">" + MORE)
        .replaces(count);
  }

  private static List<InputCase> encodings() {
    String text = line("e", "Grüße aus Köln, von früh bis spät, für größere Städte");
    return List.of(
        InputCase.of("ISO-8859-1", text.getBytes(ISO_8859_1)).breaks("seems to be ISO-8859-1"),
        InputCase.of("UTF-16LE with its mark", bytes(0xFF, 0xFE), text.getBytes(UTF_16LE))
            .breaks("seems to be UTF-16 (little-endian)"),
        InputCase.of("UTF-16BE with its mark", bytes(0xFE, 0xFF), text.getBytes(UTF_16BE))
            .breaks("seems to be UTF-16 (big-endian)"),
        InputCase.of("UTF-16LE by its NULs", text.getBytes(UTF_16LE))
            .breaks("seems to be UTF-16 (little-endian)"),
        InputCase.of("UTF-16BE by its NULs", text.getBytes(UTF_16BE))
            .breaks("seems to be UTF-16 (big-endian)"),
        InputCase.of("a zip file", bytes('P', 'K', 3, 4), new byte[60]).breaks("seems to be zip"));
  }

  private static List<InputCase> fields() {
    return List.of(
        InputCase.of("only a text", text("{\"text\":\"without a name\"}\n"))
            .gives(new InputCase.Expected(null, null, "without a name")),
        InputCase.of("nulls", text("{\"id\":null,\"source\":null,\"text\":\"nulls\"}\n"))
            .gives(new InputCase.Expected(null, null, "nulls")),
        InputCase.of("an empty id", text("{\"id\":\"\",\"text\":\"no id\"}\n"))
            .gives(new InputCase.Expected(null, null, "no id")),
        InputCase.of("empty and blank texts", text(line("f1", "") + line("f2", " ")))
            .gives("f1", "")
            .gives("f2", " "),
        InputCase.of(
                "other fields",
                text("{\"more\":{\"text\":[1,{}]},\"id\":\"f3\",\"text\":\"t\",\"n\":1e5}\n"))
            .gives("f3", "t"),
        InputCase.of(
                "ids that are too long",
                text(line("x".repeat(513), "a") + line("y".repeat(512), "b")))
            .gives("y".repeat(512), "b")
            .refuses(1, 1, "id: has 513 bytes of UTF-8, must have at most 512"),
        InputCase.of(
                "a source that is too long",
                text("{\"source\":\"" + "s".repeat(1025) + "\",\"text\":\"t\"}"))
            .refuses(1, 1, "source: has 1025 bytes of UTF-8, must have at most 1024"),
        InputCase.of(
                "fields of other types",
                text("{\"id\":7,\"text\":\"t\"}\n{\"text\":{}}\n{\"text\":null}\n{\"id\":\"x\"}\n"))
            .refuses(4, 1, "id: is 7, must be a string"),
        InputCase.of("a field twice", text("{\"text\":\"a\",\"text\":\"b\"}\n"))
            .refuses(1, 1, "Duplicate field 'text'"),
        InputCase.of("no objects", text("[1]\n\"text\"\n7\n{\n"))
            .refuses(4, 1, "line: is no JSON object"),
        InputCase.of("deeper than anyone means", text("{\"x\":" + "[".repeat(5_000) + "\n"))
            .refuses(1, 1, "line: is no JSON: "));
  }

  private static List<InputCase> packed() {
    byte[] first = gzip(line("x", "first"));
    return List.of(
        InputCase.of("gzip", gzip(line("g1", "one"))).asGzip().gives("g1", "one"),
        InputCase.of(
                "gzip of two parts, the second empty, and padding",
                gzip(line("g2", "a")),
                gzip(line("g3", "b")),
                gzip(""),
                new byte[100])
            .asGzip()
            .gives("g2", "a")
            .gives("g3", "b"),
        InputCase.of(
                "gzip that breaks off in its second part",
                gzip(line("g4", "a")),
                without(gzip(object("x", MORE)), 20))
            .asGzip()
            .gives("g4", "a")
            .breaks("gzip: breaks off in part 2"),
        InputCase.of(
                "gzip that breaks off between its parts",
                gzip(line("g5", "a")),
                without(first, first.length - 3))
            .asGzip()
            .gives("g5", "a")
            .breaks("gzip: breaks off in part 2"),
        InputCase.of("gzip without its checksum", without(gzip(line("g6", "a")), 8))
            .asGzip()
            .gives("g6", "a")
            .breaks("gzip: breaks off in part 1"),
        InputCase.of("gzip with garbage behind", gzip(line("g7", "a")), text("garbage"))
            .asGzip()
            .gives("g7", "a")
            .breaks("gzip: is damaged in part 2 (no gzip: other bytes follow)"),
        InputCase.of("gzip with a wrong checksum", damaged(gzip(line("g8", "a")), 6))
            .asGzip()
            .gives("g8", "a")
            .breaks("gzip: is damaged in part 1 (wrong checksum)"),
        InputCase.of("gzip with a byte order mark", gzip("\uFEFF" + line("g9", "a")))
            .asGzip()
            .gives("g9", "a"));
  }

  private static String line(String id, String text) {
    return object(id, text) + "\n";
  }

  private static String object(String id, String text) {
    return "{\"id\":\"" + id + "\",\"text\":\"" + text + "\"}";
  }
}
