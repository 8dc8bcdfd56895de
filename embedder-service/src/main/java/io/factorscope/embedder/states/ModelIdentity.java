package io.factorscope.embedder.states;

import com.google.protobuf.ByteString;
import io.factorscope.onnx.ModelInfo;
import io.factorscope.v1.Model;
import java.util.HexFormat;

/** Names a model on the wire. */
public final class ModelIdentity {

  private ModelIdentity() {}

  public static Model of(ModelInfo info) {
    return Model.newBuilder()
        .setId(info.id())
        .setHash(ByteString.copyFrom(HexFormat.of().parseHex(info.contentHash())))
        .setWidth(info.width())
        .setDepth(info.layers())
        .build();
  }
}
