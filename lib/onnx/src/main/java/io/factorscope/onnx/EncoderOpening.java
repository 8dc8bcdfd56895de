package io.factorscope.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.factorscope.models.ModelException;
import io.factorscope.models.ModelFolder;
import io.factorscope.onnx.graph.ExposedModel;
import io.factorscope.onnx.graph.HiddenStateExposure;
import io.factorscope.onnx.graph.UnsupportedGraphException;
import java.lang.foreign.Arena;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Set;

/** From a model's folder to an encoder that has proven, by one run, to be what it seems. */
final class EncoderOpening {
  private static final Set<String> REQUIRED = Set.of(Inference.TOKEN_IDS, Inference.MASK);

  private final Path file;
  private final Path folder;
  private final String id;

  EncoderOpening(Path folder, String id) {
    this.folder = ModelFolder.check(folder);
    this.file = folder.resolve(ModelFolder.MODEL);
    this.id = id;
  }

  Encoder open(Device device, int threads) {
    try (Arena arena = Arena.ofConfined()) {
      ModelFile mapped = ModelFile.map(file, arena);
      ModelProto model = mapped.parse();
      ExposedModel exposed = expose(model);
      Sessions.Opened opened =
          Sessions.open(ModelFile.serialize(exposed.model(), arena), device, threads);
      return check(opened, exposed, mapped.contentHash());
    } catch (OrtException e) {
      throw new ModelException("%s can't be loaded: %s".formatted(file, e.getMessage()), e);
    }
  }

  private ExposedModel expose(ModelProto model) {
    try {
      return HiddenStateExposure.of(model);
    } catch (UnsupportedGraphException e) {
      throw new ModelException(
          "%s can't be used: %s. Use a float32 export of a BERT-like encoder."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** Keeps the session only if all is well. */
  private Encoder check(Sessions.Opened opened, ExposedModel exposed, String hash)
      throws OrtException {
    OrtSession session = opened.session();
    try {
      checkInputs(session);
      boolean takesTokenTypes = session.getInputNames().contains(Inference.TOKEN_TYPES);
      int width = width(session, exposed, takesTokenTypes);
      int positions = exposed.positions().orElseGet(() -> ModelFolder.maxPositions(folder));
      int layers = exposed.states().size() - 1;
      return new Encoder(
          session,
          opened.device(),
          new ModelInfo(id, hash, layers, width, positions),
          exposed.states(),
          exposed.vocabulary().orElse(Integer.MAX_VALUE),
          takesTokenTypes);
    } catch (OrtException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private void checkInputs(OrtSession session) throws OrtException {
    for (var input : session.getInputInfo().entrySet()) {
      boolean known =
          REQUIRED.contains(input.getKey()) || input.getKey().equals(Inference.TOKEN_TYPES);
      boolean fits =
          input.getValue().getInfo() instanceof TensorInfo t && t.type == OnnxJavaType.INT64;
      if (!known || !fits) {
        throw new ModelException(
            "%s has the input %s. An encoder takes %s and by choice %s, all int64."
                .formatted(file, input.getValue(), REQUIRED, Inference.TOKEN_TYPES));
      }
    }
    if (!session.getInputNames().containsAll(REQUIRED)) {
      throw new ModelException(
          "%s takes %s. An encoder takes %s.".formatted(file, session.getInputNames(), REQUIRED));
    }
  }

  /** Runs one token through the model: every state must be [1, 1, width]. */
  private int width(OrtSession session, ExposedModel exposed, boolean takesTokenTypes)
      throws OrtException {
    long[] shape = {1, 1};
    try (Tensors inputs = new Tensors()) {
      inputs.add(Inference.TOKEN_IDS, LongBuffer.allocate(1), shape);
      inputs.add(Inference.MASK, LongBuffer.wrap(new long[] {1}), shape);
      if (takesTokenTypes) {
        inputs.add(Inference.TOKEN_TYPES, LongBuffer.allocate(1), shape);
      }
      try (var result = session.run(inputs.byName(), Set.copyOf(exposed.states()))) {
        long[] widths =
            exposed.states().stream().mapToLong(s -> width(result, s)).distinct().toArray();
        if (widths.length != 1) {
          throw new ModelException("%s has states of different widths.".formatted(file));
        }
        return Math.toIntExact(widths[0]);
      }
    }
  }

  private long width(OrtSession.Result result, String state) {
    TensorInfo info = ((OnnxTensor) result.get(state).orElseThrow()).getInfo();
    long[] shape = info.getShape();
    if (shape.length != 3 || shape[0] != 1 || shape[1] != 1 || info.type != OnnxJavaType.FLOAT) {
      throw new ModelException(
          "%s gives %s %s for one token; it must be float32 [1, 1, width]."
              .formatted(file, state, info));
    }
    return shape[2];
  }
}
