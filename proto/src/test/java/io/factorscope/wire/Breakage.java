package io.factorscope.wire;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an older client would trip over: anything that was removed, renumbered, renamed or given
 * another type.
 */
final class Breakage {

  private final List<String> found = new ArrayList<>();

  private Breakage() {}

  static List<String> between(FileDescriptorSet before, FileDescriptorSet after) {
    Breakage breakage = new Breakage();
    for (FileDescriptorProto file : before.getFileList()) {
      breakage
          .match("file", file, after.getFileList(), FileDescriptorProto::getName)
          .ifPresent(now -> breakage.file(file, now));
    }
    return breakage.found;
  }

  private void file(FileDescriptorProto before, FileDescriptorProto after) {
    messages(before.getPackage(), before.getMessageTypeList(), after.getMessageTypeList());
    enums(before.getPackage(), before.getEnumTypeList(), after.getEnumTypeList());
    for (ServiceDescriptorProto service : before.getServiceList()) {
      match("service", service, after.getServiceList(), ServiceDescriptorProto::getName)
          .ifPresent(now -> methods(service, now));
    }
  }

  private void messages(String scope, List<DescriptorProto> before, List<DescriptorProto> after) {
    for (DescriptorProto message : before) {
      match("message of " + scope, message, after, DescriptorProto::getName)
          .ifPresent(
              now -> {
                String name = scope + "." + message.getName();
                fields(name, message.getFieldList(), now.getFieldList());
                messages(name, message.getNestedTypeList(), now.getNestedTypeList());
                enums(name, message.getEnumTypeList(), now.getEnumTypeList());
              });
    }
  }

  private void fields(
      String message, List<FieldDescriptorProto> before, List<FieldDescriptorProto> after) {
    for (FieldDescriptorProto field : before) {
      match("field of " + message, field, after, FieldDescriptorProto::getNumber)
          .filter(now -> !shape(field).equals(shape(now)))
          .ifPresent(now -> found.add(message + ": " + shape(field) + " became " + shape(now)));
    }
  }

  private static String shape(FieldDescriptorProto field) {
    return String.join(
        " ",
        field.getLabel().name(),
        field.getType().name(),
        field.getTypeName(),
        field.getName(),
        "= " + field.getNumber(),
        field.hasOneofIndex() ? "in a oneof" : "");
  }

  private void enums(
      String scope, List<EnumDescriptorProto> before, List<EnumDescriptorProto> after) {
    for (EnumDescriptorProto type : before) {
      match("enum of " + scope, type, after, EnumDescriptorProto::getName)
          .ifPresent(now -> values(scope + "." + type.getName(), type, now));
    }
  }

  private void values(String name, EnumDescriptorProto before, EnumDescriptorProto after) {
    for (EnumValueDescriptorProto value : before.getValueList()) {
      match("value of " + name, value, after.getValueList(), EnumValueDescriptorProto::getNumber)
          .filter(now -> !now.getName().equals(value.getName()))
          .ifPresent(now -> found.add(name + ": " + value.getName() + " became " + now.getName()));
    }
  }

  private void methods(ServiceDescriptorProto before, ServiceDescriptorProto after) {
    for (MethodDescriptorProto method : before.getMethodList()) {
      match(
              "method of " + before.getName(),
              method,
              after.getMethodList(),
              MethodDescriptorProto::getName)
          .filter(now -> !now.equals(method))
          .ifPresent(
              now -> found.add(before.getName() + "." + method.getName() + " became " + now));
    }
  }

  private <T> Optional<T> match(String what, T before, List<T> after, Function<T, Object> key) {
    Optional<T> now =
        after.stream().filter(each -> key.apply(each).equals(key.apply(before))).findFirst();
    if (now.isEmpty()) {
      found.add(what + ": " + key.apply(before) + " is gone");
    }
    return now;
  }
}
