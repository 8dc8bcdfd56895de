package io.factorscope.edge.calls;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor;
import java.util.Optional;

/** Requests with a string that is the first half of a character of UTF-8. */
final class HalfCharacter {

  private static final byte FIRST_OF_TWO = (byte) 0xC3;

  private HalfCharacter() {}

  /** In the first string that a method's request has a short number for; nothing without one. */
  static Optional<byte[]> in(MethodDescriptor<?, ?> method) {
    Message request =
        (Message)
            ((MethodDescriptor.PrototypeMarshaller<?>) method.getRequestMarshaller())
                .getMessagePrototype();
    return request.getDescriptorForType().getFields().stream()
        .filter(field -> field.getType() == FieldDescriptor.Type.STRING && field.getNumber() < 16)
        .findFirst()
        .map(
            field ->
                new byte[] {
                  (byte) (field.getNumber() << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED),
                  1,
                  FIRST_OF_TWO
                });
  }
}
