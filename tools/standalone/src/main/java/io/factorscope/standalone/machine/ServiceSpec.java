package io.factorscope.standalone.machine;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * A service of the machine: all that the launcher must know of it.
 *
 * @param name of its module, its log and its process
 * @param heapMebibytes its maximum
 * @param jvmFlags beyond those of every service
 * @param readyPath path that answers 200 when others may rely on it
 * @param settings beyond those of every service, by their keys without {@code factorscope.}
 */
public record ServiceSpec(
    String name,
    ToIntFunction<MachineSettings> heapMebibytes,
    List<String> jvmFlags,
    String readyPath,
    Function<MachineContext, Map<String, String>> settings) {

  public ServiceSpec {
    jvmFlags = List.copyOf(jvmFlags);
  }
}
