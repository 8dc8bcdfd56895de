package io.factorscope.embedder.states;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.factorscope.embedder.TestModels;
import io.factorscope.embedder.tokens.WordPieceTokenizer;
import io.factorscope.embedder.windows.WindowCutter;
import io.factorscope.embedder.windows.WindowedText;
import io.factorscope.v1.ElementType;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.Model;
import io.factorscope.v1.Slice;
import io.factorscope.v1.SourceDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HiddenStateMessagesTest {

  private static final SourceDocument DOCUMENT =
      SourceDocument.newBuilder().setPartition(1).setOffset(2).setId("d").build();
  private static final WordPieceTokenizer TOKENIZER =
      WordPieceTokenizer.read(TestModels.tokenizer(TestModels.MINI_LM));

  @Test
  void wholeWindowsShareAMessageWhileTheyFit() {
    List<HiddenStateBatch> messages = messages(384, IntStream.of(0, 2, 4, 6, 8, 10, 12), 64, 300);
    assertThat(messages).hasSize(3);
    assertThat(messages)
        .allSatisfy(
            message ->
                assertThat(message.getSlicesList())
                    .allMatch(
                        slice ->
                            slice.getFirst() == 0
                                && slice.getEnd() == slice.getWindow().getTokenIdsCount()));
  }

  @Test
  void aWindowTooLargeForAMessageIsCut() {
    List<HiddenStateBatch> messages = messages(768, IntStream.rangeClosed(0, 12), 64, 100);
    assertThat(messages).hasSizeGreaterThan(2);
    assertThat(messages.get(1).getSlices(0).getFirst()).isPositive();
    assertThat(messages.get(1).getSlices(0).getWindow())
        .isEqualTo(messages.get(0).getSlices(0).getWindow());
  }

  @Test
  void manyTinySlicesStayUnderTheLimit() {
    messages(32, IntStream.of(3), 1, 7_000);
  }

  /** Makes messages of random states, and checks that nothing is lost, doubled or out of order. */
  private static List<HiddenStateBatch> messages(
      int width, IntStream layers, int windowSize, int words) {
    Selection selection = new Selection(layers.boxed().toList(), ElementType.FLOAT16);
    Model model = Model.newBuilder().setId("m").setWidth(width).setDepth(12).build();
    WindowedText text = new WindowCutter(TOKENIZER, windowSize).cut("word ".repeat(words));
    Random random = new Random(words);
    List<PackedStates> states = new ArrayList<>();
    ByteString all = ByteString.EMPTY;
    for (int window = 0; window < text.windows(); window++) {
      byte[] rows = new byte[text.ids(window).length * selection.bytesPerToken(width)];
      random.nextBytes(rows);
      states.add(new PackedStates(rows, selection.bytesPerToken(width), Optional.empty()));
      all = all.concat(ByteString.copyFrom(rows));
    }
    List<HiddenStateBatch> messages =
        new HiddenStateMessages(model, selection).of(DOCUMENT, text, states);
    assertComplete(messages, text, all);
    return messages;
  }

  private static void assertComplete(
      List<HiddenStateBatch> messages, WindowedText text, ByteString all) {
    ByteString joined = ByteString.EMPTY;
    List<Integer> tokens = new ArrayList<>();
    for (HiddenStateBatch message : messages) {
      assertThat(message.getSerializedSize()).isLessThan(900_000);
      assertThat(message.getDocument()).isEqualTo(DOCUMENT);
      joined = joined.concat(message.getStates().getData());
      int rows = 0;
      for (Slice slice : message.getSlicesList()) {
        rows += (slice.getEnd() - slice.getFirst()) * message.getLayersCount();
        for (int token = slice.getFirst(); token < slice.getEnd(); token++) {
          tokens.add(text.first(slice.getWindow().getIndex()) + token);
        }
      }
      assertThat(message.getStates().getRows()).isEqualTo(rows);
    }
    assertThat(tokens).isEqualTo(IntStream.range(0, text.tokens()).boxed().toList());
    assertThat(joined).isEqualTo(all);
  }
}
