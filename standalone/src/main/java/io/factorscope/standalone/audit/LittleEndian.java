package io.factorscope.standalone.audit;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Packed elements, read in place. */
final class LittleEndian {

  private LittleEndian() {}

  /** The bytes, not copied, with index 0 at the first. */
  static ByteBuffer of(ByteString bytes) {
    return bytes.asReadOnlyByteBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
  }
}
