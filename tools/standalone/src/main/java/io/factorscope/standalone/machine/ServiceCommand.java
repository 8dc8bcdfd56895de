package io.factorscope.standalone.machine;

import io.factorscope.local.ChildProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The command line of a service: JVM flags, heap, and only the settings that it knows. */
final class ServiceCommand {

  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dhttp.nonProxyHosts=127.*",
          "-Dquarkus.http.host=127.0.0.1");

  private ServiceCommand() {}

  /**
   * The command line.
   *
   * @throws io.factorscope.local.MachineException if the service was not built
   */
  static List<String> of(ServiceSpec service, MachineContext context, Installation installation) {
    List<String> command = new ArrayList<>();
    command.add(ChildProcess.java());
    command.addAll(FLAGS);
    command.add("-Xmx" + service.heapMebibytes().applyAsInt(context.settings()) + "m");
    command.addAll(service.jvmFlags());
    command.add("-Dquarkus.http.port=" + context.port(service));
    command.add("-Djava.io.tmpdir=" + context.data().temporary());
    settings(service, context)
        .forEach((key, value) -> command.add("-Dfactorscope." + key + "=" + literal(value)));
    command.add("-jar");
    command.add(installation.serviceJar(service.name()).toString());
    return command;
  }

  private static Map<String, String> settings(ServiceSpec service, MachineContext context) {
    Map<String, String> settings = new TreeMap<>(service.settings().apply(context));
    settings.put("kafka.bootstrap-servers", context.bootstrapServers());
    settings.put("kafka.topic-limit", Long.toString(context.settings().topicLimit()));
    return settings;
  }

  /** Escapes the dollar sign, which would begin the name of another setting. */
  private static String literal(String value) {
    return value.replace("$", "\\$");
  }
}
