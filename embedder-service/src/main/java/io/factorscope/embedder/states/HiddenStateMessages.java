package io.factorscope.embedder.states;

import com.google.protobuf.ByteString;
import io.factorscope.embedder.windows.WindowedText;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.Model;
import io.factorscope.v1.NoVectors;
import io.factorscope.v1.PackedVectors;
import io.factorscope.v1.Slice;
import io.factorscope.v1.SourceDocument;
import io.factorscope.v1.Window;
import io.factorscope.wire.MessageLimits;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages that answer one record of {@code texts}. Whole windows are put together while they
 * fit; only a window that is too large for a message of its own is cut.
 */
public final class HiddenStateMessages {

  private final HiddenStateBatch prototype;
  private final Selection selection;
  private final int width;

  public HiddenStateMessages(Model model, Selection selection) {
    this.selection = selection;
    this.width = model.getWidth();
    this.prototype =
        HiddenStateBatch.newBuilder().setModel(model).addAllLayers(selection.layers()).build();
  }

  /** The one answer to a record without vectors. */
  public HiddenStateBatch withoutVectors(SourceDocument document, NoVectors reason) {
    return prototype.toBuilder().setDocument(document).setNoVectors(reason).build();
  }

  /**
   * The answers to a record with vectors, in order.
   *
   * @param states one entry a window of {@code text}, with all of its tokens
   */
  public List<HiddenStateBatch> of(
      SourceDocument document, WindowedText text, List<PackedStates> states) {
    Open open = new Open(document);
    for (int i = 0; i < states.size(); i++) {
      open.add(text.message(i), states.get(i));
    }
    return open.finish();
  }

  /** Number of vectors in a message. */
  public static int vectors(HiddenStateBatch message) {
    return message.getStates().getRows();
  }

  /** The message that is being filled, and those that are full. */
  private final class Open {

    private final SourceDocument document;
    private final List<HiddenStateBatch> full = new ArrayList<>();
    private HiddenStateBatch.Builder message = prototype.toBuilder();
    private ByteString rows = ByteString.EMPTY;
    private int bytes;

    Open(SourceDocument document) {
      this.document = document;
    }

    void add(Window window, PackedStates states) {
      int perToken = selection.bytesPerToken(width);
      int windowBytes = window.getSerializedSize() + MessageLimits.SLICE_BYTES;
      if (room(windowBytes) < states.tokens() * perToken) {
        flush();
      }
      int first = 0;
      while (first < states.tokens()) {
        int fitting = Math.max(1, room(windowBytes) / perToken);
        int end = Math.min(states.tokens(), first + fitting);
        message.addSlices(Slice.newBuilder().setWindow(window).setFirst(first).setEnd(end));
        rows = rows.concat(states.rows(first, end));
        bytes += windowBytes + (end - first) * perToken;
        first = end;
        if (first < states.tokens()) {
          flush();
        }
      }
    }

    List<HiddenStateBatch> finish() {
      flush();
      return full;
    }

    private int room(int windowBytes) {
      return MessageLimits.MAX_SLICES_BYTES - bytes - windowBytes;
    }

    private void flush() {
      if (bytes > 0) {
        full.add(message.setDocument(document).setStates(packed()).build());
        message = prototype.toBuilder();
        rows = ByteString.EMPTY;
        bytes = 0;
      }
    }

    private PackedVectors packed() {
      return PackedVectors.newBuilder()
          .setType(selection.type())
          .setRows(rows.size() / (selection.bytesPerToken(width) / selection.layers().size()))
          .setWidth(width)
          .setData(rows)
          .build();
    }
  }
}
