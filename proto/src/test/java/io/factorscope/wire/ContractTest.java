package io.factorscope.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ContractTest {

  @Test
  void breaksNothingThatWasCommitted() throws IOException {
    assertThat(Breakage.between(Contract.committed(), Contract.current())).isEmpty();
  }

  @Test
  void isCommittedAsItIs() throws IOException {
    assertThat(Contract.committed())
        .as(
            "additions belong into %s: run the main of %s in this module",
            Contract.COMMITTED, Contract.class.getName())
        .isEqualTo(Contract.current());
  }

  @Test
  void aCheckThatFindsWhatBreaksClients() {
    FileDescriptorSet before = file("text", 1, FieldDescriptorProto.Type.TYPE_STRING);

    assertThat(Breakage.between(before, before)).isEmpty();
    assertThat(Breakage.between(before, file("words", 1, FieldDescriptorProto.Type.TYPE_STRING)))
        .hasSize(1);
    assertThat(Breakage.between(before, file("text", 1, FieldDescriptorProto.Type.TYPE_BYTES)))
        .hasSize(1);
    assertThat(Breakage.between(before, file("text", 2, FieldDescriptorProto.Type.TYPE_STRING)))
        .containsExactly("field of p.M: 1 is gone");
    assertThat(Breakage.between(before, FileDescriptorSet.getDefaultInstance()))
        .containsExactly("file: f is gone");
  }

  private static FileDescriptorSet file(String name, int number, FieldDescriptorProto.Type type) {
    return FileDescriptorSet.newBuilder()
        .addFile(
            FileDescriptorProto.newBuilder()
                .setName("f")
                .setPackage("p")
                .addService(ServiceDescriptorProto.newBuilder().setName("S"))
                .addMessageType(
                    DescriptorProto.newBuilder()
                        .setName("M")
                        .addField(
                            FieldDescriptorProto.newBuilder()
                                .setName(name)
                                .setNumber(number)
                                .setType(type))))
        .build();
  }
}
