package io.factorscope.benchmarks.ladder;

import io.factorscope.benchmarks.Encoder;
import io.factorscope.embedder.states.LengthBatches;
import io.factorscope.embedder.states.WindowRequest;
import io.factorscope.onnx.BareSession;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Bare ONNX Runtime on the same windows, in the same batches; nothing is done with the result. */
final class BareStage implements Stage {

  private final BareSession model;
  private final Encoder encoder;
  private final List<List<Batch>> groups = new ArrayList<>();
  private int next;

  /** One run of the model, ready to go. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Batch(long[] ids, int[] lengths, int length, int tokens) {

    BareSession.Values input(String name) {
      long[] values =
          switch (name) {
            case "input_ids" -> ids;
            case "attention_mask" -> mask();
            default -> new long[ids.length];
          };
      return new BareSession.Values(LongBuffer.wrap(values), lengths.length, length);
    }

    private long[] mask() {
      long[] mask = new long[ids.length];
      for (int text = 0; text < lengths.length; text++) {
        Arrays.fill(mask, text * length, text * length + lengths[text], 1);
      }
      return mask;
    }
  }

  BareStage(Encoder encoder, Groups groups) {
    this.encoder = encoder;
    this.model =
        BareSession.open(
            encoder.folder().resolve("model.onnx"), Runtime.getRuntime().availableProcessors());
    for (List<Groups.Item> group : groups.all()) {
      this.groups.add(batches(Encoder.windows(Groups.texts(group))));
    }
  }

  private List<Batch> batches(List<WindowRequest> windows) {
    int frame = encoder.special().frame().size();
    int[] lengths = windows.stream().mapToInt(window -> window.ids().length + frame).toArray();
    return LengthBatches.of(lengths, Encoder.BATCH_TOKENS).stream()
        .map(batch -> batch(Arrays.stream(batch).mapToObj(windows::get).toList(), frame))
        .toList();
  }

  private Batch batch(List<WindowRequest> windows, int frame) {
    int[] lengths = windows.stream().mapToInt(window -> window.ids().length + frame).toArray();
    int length = Arrays.stream(lengths).max().orElseThrow();
    long[] ids = new long[windows.size() * length];
    Arrays.fill(ids, encoder.special().padding());
    int tokens = 0;
    for (int i = 0; i < windows.size(); i++) {
      fill(ids, i * length, windows.get(i).ids());
      tokens += windows.get(i).ids().length;
    }
    return new Batch(ids, lengths, length, tokens);
  }

  private void fill(long[] ids, int at, int[] window) {
    int i = at;
    for (int id : encoder.special().frame().before()) {
      ids[i++] = id;
    }
    for (int id : window) {
      ids[i++] = id;
    }
    for (int id : encoder.special().frame().after()) {
      ids[i++] = id;
    }
  }

  @Override
  public double work() {
    int tokens = 0;
    for (Batch batch : groups.get(next++ % groups.size())) {
      model.run(
          model.inputs().stream().collect(Collectors.toMap(name -> name, batch::input)), Map.of());
      tokens += batch.tokens();
    }
    return tokens;
  }

  @Override
  public void close() {
    model.close();
  }
}
