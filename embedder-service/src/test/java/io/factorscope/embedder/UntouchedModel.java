package io.factorscope.embedder;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The model's file as it came, run as its authors meant: no graph was edited. */
final class UntouchedModel implements AutoCloseable {

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  UntouchedModel(String name) throws OrtException {
    session = environment.createSession(TestModels.folder(name).resolve("model.onnx").toString());
  }

  /** last_hidden_state of the tokens between [CLS] and [SEP]. */
  float[][] lastHiddenState(List<Integer> tokenIds) throws OrtException {
    long[] ids = new long[tokenIds.size() + 2];
    ids[0] = 101;
    for (int i = 0; i < tokenIds.size(); i++) {
      ids[i + 1] = tokenIds.get(i);
    }
    ids[ids.length - 1] = 102;
    long[] ones = new long[ids.length];
    Arrays.fill(ones, 1);
    try (OnnxTensor input = tensor(ids);
        OnnxTensor mask = tensor(ones);
        OnnxTensor types = tensor(new long[ids.length]);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
      float[][][] states = (float[][][]) result.get("last_hidden_state").orElseThrow().getValue();
      return Arrays.copyOfRange(states[0], 1, ids.length - 1);
    }
  }

  private OnnxTensor tensor(long[] values) throws OrtException {
    return OnnxTensor.createTensor(environment, new long[][] {values});
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
