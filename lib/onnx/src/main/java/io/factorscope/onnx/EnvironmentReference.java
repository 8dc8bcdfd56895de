package io.factorscope.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.factorscope.models.ModelException;
import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/**
 * One more reference to ONNX Runtime's environment, never given back.
 *
 * <p>The native environment is one per process and counts its references: {@code CreateEnv} gives
 * another one to the same, {@code ReleaseEnv} destroys it only with the last. The Java binding
 * offers neither, so this calls the C API of the library that the binding has loaded. The API only
 * ever grows at its end, so the places used here hold for every version.
 */
final class EnvironmentReference {
  /** {@code struct OrtApiBase { GetApi; GetVersionString; }}. */
  private static final long GET_API = 0;

  /** {@code struct OrtApi { CreateStatus; GetErrorCode; GetErrorMessage; CreateEnv; … }}. */
  private static final int CREATE_ENV = 3;

  /** Any version up to the library's own is served. */
  private static final int API_VERSION = 16;

  private static final int LOG_WARNINGS = 2;

  private static final String ENTRY_POINT = "OrtGetApiBase";

  /** The system's loader finds a loaded library by this name, without a path. */
  private static final String LOADED_NAME =
      File.separatorChar == '\\' ? "onnxruntime.dll" : "libonnxruntime.so.1";

  private static final Linker LINKER = Linker.nativeLinker();

  private EnvironmentReference() {}

  /**
   * Takes the reference; {@code OrtEnvironment} must have been loaded.
   *
   * @throws ModelException if the library's C API can't be reached from Java
   */
  static void acquire() {
    MemorySegment base = entryPoint();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment api = getApi(base);
      MemorySegment status =
          (MemorySegment)
              LINKER
                  .downcallHandle(
                      api.getAtIndex(ADDRESS, CREATE_ENV),
                      FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS, ADDRESS))
                  .invokeExact(
                      LOG_WARNINGS, arena.allocateFrom("factorscope"), arena.allocate(ADDRESS));
      if (!status.equals(MemorySegment.NULL)) {
        throw new ModelException("ONNX Runtime gives no second reference to its environment.");
      }
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a native call throws nothing checked", e);
    }
  }

  /** Found through the class loader that loaded the library, or else as the system names it. */
  private static MemorySegment entryPoint() {
    try {
      return SymbolLookup.loaderLookup()
          .find(ENTRY_POINT)
          .or(() -> SymbolLookup.libraryLookup(LOADED_NAME, Arena.global()).find(ENTRY_POINT))
          .orElseThrow(() -> new ModelException(ENTRY_POINT + " is not in " + LOADED_NAME));
    } catch (IllegalArgumentException e) {
      throw new ModelException("ONNX Runtime's C API is not visible from Java: " + e, e);
    }
  }

  private static MemorySegment getApi(MemorySegment getApiBase) throws Throwable {
    MemorySegment base =
        (MemorySegment)
            LINKER.downcallHandle(getApiBase, FunctionDescriptor.of(ADDRESS)).invokeExact();
    MemorySegment getApi = base.reinterpret(ADDRESS.byteSize()).get(ADDRESS, GET_API);
    MemorySegment api =
        (MemorySegment)
            LINKER
                .downcallHandle(getApi, FunctionDescriptor.of(ADDRESS, JAVA_INT))
                .invokeExact(API_VERSION);
    if (api.equals(MemorySegment.NULL)) {
      throw new ModelException("ONNX Runtime does not serve version 16 of its C API.");
    }
    return api.reinterpret((CREATE_ENV + 1) * ADDRESS.byteSize());
  }
}
