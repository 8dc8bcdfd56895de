package io.factorscope.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import io.factorscope.models.ModelException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A model.onnx, mapped into memory. Neither the file nor the edited model are ever on the heap: the
 * weights of what is parsed from it are views of the mapping, which lives as long as the arena.
 */
final class ModelFile {
  private static final String ONE_FILE =
      "Export the model as a single file under 2 GiB, with its weights inside.";

  private final Path file;
  private final ByteBuffer bytes;

  private ModelFile(Path file, ByteBuffer bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  static ModelFile map(Path file, Arena arena) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = Files.size(file);
      if (size > Integer.MAX_VALUE) {
        throw new ModelException("%s has %d bytes. %s".formatted(file, size, ONE_FILE));
      }
      return new ModelFile(
          file, channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena).asByteBuffer());
    } catch (IOException e) {
      throw new ModelException("%s can't be read: %s".formatted(file, e), e);
    }
  }

  /** What the file holds, direct. */
  ByteBuffer bytes() {
    return bytes.duplicate();
  }

  /** SHA-256 of the file in hexadecimal digits. */
  String contentHash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes.duplicate());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The model that the file holds.
   *
   * @throws ModelException if it is no ONNX model, or keeps weights in other files (which the
   *     content hash would not cover)
   */
  ModelProto parse() {
    ModelProto model = parsed();
    if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
      throw new ModelException("%s holds no ONNX graph. Fetch or export it again.".formatted(file));
    }
    for (TensorProto tensor : model.getGraph().getInitializerList()) {
      if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
        throw new ModelException(
            "%s keeps the weight '%s' in another file. %s"
                .formatted(file, tensor.getName(), ONE_FILE));
      }
    }
    return model;
  }

  private ModelProto parsed() {
    try {
      // Wrapped as immutable, so that weights become views instead of copies.
      CodedInputStream input = UnsafeByteOperations.unsafeWrap(bytes.duplicate()).newCodedInput();
      input.enableAliasing(true);
      input.setSizeLimit(Integer.MAX_VALUE);
      return ModelProto.parseFrom(input);
    } catch (IOException e) {
      throw new ModelException(
          "%s is no ONNX model, or is cut off: %s. Fetch or export it again."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** The model as ONNX Runtime reads it, in memory of the arena. */
  static ByteBuffer serialize(ModelProto model, Arena arena) {
    ByteBuffer target = arena.allocate(model.getSerializedSize()).asByteBuffer();
    try {
      CodedOutputStream output = CodedOutputStream.newInstance(target);
      model.writeTo(output);
      output.flush();
    } catch (IOException e) {
      throw new IllegalStateException("memory can be written to", e);
    }
    return target.rewind();
  }
}
