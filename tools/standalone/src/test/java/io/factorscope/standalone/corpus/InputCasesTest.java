package io.factorscope.standalone.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorscope.documents.InputCase;
import io.factorscope.documents.InputCases;
import io.factorscope.documents.Item;
import io.factorscope.documents.Refusal;
import io.factorscope.documents.TextDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases that the API takes in too, as the command line reads them from a file. */
class InputCasesTest {

  @TempDir Path folder;

  static Stream<InputCase> cases() {
    return InputCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyCaseGivesItsDocumentsAndRefusals(InputCase input) throws IOException {
    Path file = folder.resolve(input.packed() ? "case.ndjson.gz" : "case.ndjson");
    Files.write(file, input.bytes());

    List<Item> items;
    try (Stream<Item> opened =
        Corpora.named(file.toString(), InputStream.nullInputStream()).open()) {
      items = opened.toList();
    }

    List<TextDocument> documents = only(TextDocument.class, items);
    assertThat(documents).hasSameSizeAs(input.documents());
    for (int i = 0; i < documents.size(); i++) {
      InputCase.Expected expected = input.documents().get(i);
      TextDocument document = documents.get(i);
      assertThat(document.text()).isEqualTo(expected.text());
      String place = file.getFileName() + ":" + (i + 1);
      assertThat(document.id()).isEqualTo(Objects.requireNonNullElse(expected.id(), place));
      assertThat(document.source())
          .isEqualTo(
              Objects.requireNonNullElse(expected.source(), String.valueOf(file.getFileName())));
    }
    assertThat(documents.stream().mapToInt(TextDocument::replaced).sum())
        .isEqualTo(input.replaced());
    checkRefusals(input, only(Refusal.class, items));
  }

  private static void checkRefusals(InputCase input, List<Refusal> refusals) {
    assertThat(refusals).hasSize(input.refused() + (input.broken() ? 1 : 0));
    if (!refusals.isEmpty()) {
      assertThat(refusals.getFirst().message()).startsWith("case.ndjson").contains(input.reason());
    }
    if (input.refused() > 0) {
      assertThat(refusals.getFirst().line()).isEqualTo(input.firstRefused());
    }
  }

  private static <T extends Item> List<T> only(Class<T> kind, List<Item> items) {
    return items.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
