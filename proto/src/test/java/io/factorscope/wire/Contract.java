package io.factorscope.wire;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.factorscope.v1.CodeBatch;
import io.factorscope.v1.DeadLetter;
import io.factorscope.v1.DictionariesOuterClass;
import io.factorscope.v1.EmbedderOuterClass;
import io.factorscope.v1.Evidence;
import io.factorscope.v1.HiddenStateBatch;
import io.factorscope.v1.LearnerCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The contract as it is in the code, and as it was committed. */
final class Contract {

  static final Path COMMITTED = Path.of("src", "test", "resources", "factorscope.v1.binpb");

  private Contract() {}

  /** All files of the contract, by name. */
  static FileDescriptorSet current() {
    Map<String, FileDescriptorProto> files = new TreeMap<>();
    collect(HiddenStateBatch.getDescriptor().getFile(), files);
    collect(CodeBatch.getDescriptor().getFile(), files);
    collect(Evidence.getDescriptor().getFile(), files);
    collect(LearnerCheckpoint.getDescriptor().getFile(), files);
    collect(DeadLetter.getDescriptor().getFile(), files);
    collect(EmbedderOuterClass.getDescriptor(), files);
    collect(DictionariesOuterClass.getDescriptor(), files);
    return FileDescriptorSet.newBuilder().addAllFile(files.values()).build();
  }

  static FileDescriptorSet committed() throws IOException {
    return FileDescriptorSet.parseFrom(Files.readAllBytes(COMMITTED));
  }

  private static void collect(FileDescriptor file, Map<String, FileDescriptorProto> into) {
    into.put(file.getName(), file.toProto());
    file.getDependencies().forEach(dependency -> collect(dependency, into));
  }

  /** Writes the contract as it is now over the committed one. */
  public static void main(String[] arguments) throws IOException {
    Files.createDirectories(COMMITTED.getParent());
    Files.write(COMMITTED, current().toByteArray());
    System.out.println("wrote " + COMMITTED.toAbsolutePath());
  }
}
