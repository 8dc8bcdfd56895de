package io.factorscope.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import org.jboss.logging.Logger;

/**
 * Keeps ONNX Runtime's telemetry from starting. Only an environment variable does, which is read
 * when the library is loaded: switched off later, telemetry already has a database in the home
 * folder, and threads that may crash the process at its end.
 */
final class Telemetry {
  private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

  private static final Logger LOG = Logger.getLogger(Telemetry.class);

  private static final Linker LINKER = Linker.nativeLinker();

  private Telemetry() {}

  /**
   * Sets the variable for this process, unless its owner has. Does nothing where the C library has
   * no setenv (on Windows).
   */
  static void forbid() {
    if (System.getenv(VARIABLE) == null) {
      LINKER.defaultLookup().find("setenv").ifPresent(Telemetry::set);
    }
  }

  private static void set(MemorySegment setenv) {
    FunctionDescriptor signature = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    int status;
    try (Arena arena = Arena.ofConfined()) {
      status =
          (int)
              LINKER
                  .downcallHandle(setenv, signature)
                  .invokeExact(arena.allocateFrom(VARIABLE), arena.allocateFrom("1"), 0);
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a native call throws nothing checked", e);
    }
    if (status != 0) {
      LOG.warnf("%s can't be set; set it to 1 where this process is started", VARIABLE);
    }
  }
}
