package io.factorscope.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes malformed messages of valid ones: each has one to three fields that are another. */
public final class Mutations {

  private static final long[] NUMBERS = {
    0, 1, -1, 2, 3, 16, 255, 65_535, 65_536, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 62
  };

  private static final double[] REALS = {
    0, -0.0, 1, -1, 1e-300, 1e20, 1e300, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE
  };

  private final Random random;

  public Mutations(long seed) {
    this.random = new Random(seed);
  }

  /** A malformed message; the same call gives others. */
  public <M extends Message> M of(M valid) {
    Message.Builder builder = valid.toBuilder();
    for (int faults = 1 + random.nextInt(3); faults > 0; faults--) {
      mutate(builder);
    }
    @SuppressWarnings("unchecked")
    M mutated = (M) builder.build();
    return mutated;
  }

  /** The bytes of a message with some of them changed, or cut off. */
  public byte[] bytesOf(Message valid) {
    byte[] bytes = valid.toByteArray();
    for (int faults = 1 + random.nextInt(4); faults > 0; faults--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return random.nextInt(4) == 0
        ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length))
        : bytes;
  }

  private void mutate(Message.Builder builder) {
    List<FieldDescriptor> fields = builder.getDescriptorForType().getFields();
    FieldDescriptor field = fields.get(random.nextInt(fields.size()));
    if (field.isRepeated()) {
      mutateList(builder, field);
    } else if (random.nextInt(8) == 0) {
      builder.clearField(field);
    } else if (field.getJavaType() == JavaType.MESSAGE) {
      mutate(builder.getFieldBuilder(field));
    } else {
      builder.setField(field, value(field, builder.getField(field)));
    }
  }

  private void mutateList(Message.Builder builder, FieldDescriptor field) {
    int count = builder.getRepeatedFieldCount(field);
    if (count == 0 || random.nextInt(4) == 0) {
      builder.clearField(field);
      return;
    }
    int index = random.nextInt(count);
    Object element = builder.getRepeatedField(field, index);
    switch (random.nextInt(4)) {
      case 0 -> builder.addRepeatedField(field, element);
      case 1 -> {
        List<Object> fewer = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          fewer.add(builder.getRepeatedField(field, i));
        }
        fewer.remove(index);
        builder.setField(field, fewer);
      }
      default -> {
        if (field.getJavaType() == JavaType.MESSAGE) {
          Message.Builder changed = ((Message) element).toBuilder();
          mutate(changed);
          builder.setRepeatedField(field, index, changed.build());
        } else {
          builder.setRepeatedField(field, index, value(field, element));
        }
      }
    }
  }

  private Object value(FieldDescriptor field, Object before) {
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    double real = REALS[random.nextInt(REALS.length)];
    return switch (field.getJavaType()) {
      case INT -> (int) number;
      case LONG -> number;
      case FLOAT -> (float) real;
      case DOUBLE -> real;
      case BOOLEAN -> random.nextBoolean();
      case STRING -> before + "x";
      case BYTE_STRING -> bytes((ByteString) before);
      case ENUM -> other(field);
      case MESSAGE -> throw new IllegalArgumentException(field.getFullName());
    };
  }

  private EnumValueDescriptor other(FieldDescriptor field) {
    return field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt(7));
  }

  private ByteString bytes(ByteString before) {
    byte[] noise = new byte[1 + random.nextInt(8)];
    random.nextBytes(noise);
    return switch (random.nextInt(4)) {
      case 0 -> ByteString.EMPTY;
      case 1 -> before.substring(random.nextInt(before.size() + 1));
      case 2 -> before.concat(ByteString.copyFrom(noise));
      default -> noised(before);
    };
  }

  private ByteString noised(ByteString before) {
    byte[] bytes = before.toByteArray();
    for (int i : Collections.nCopies(bytes.length == 0 ? 0 : 3, 0)) {
      bytes[i + random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return ByteString.copyFrom(bytes);
  }
}
