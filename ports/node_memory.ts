/**
 * Returns memory to the system on Node, with the C library's function.
 *
 * @module
 */
import process from "node:process";

const LIBRARY = "libc.so.6";

/** What is used of `node:ffi`, which has no types yet. */
interface Ffi {
  dlopen(library: string, functions: {
    malloc_trim: { arguments: ["uint64"]; return: "int32" };
  }): {
    readonly lib: { close(): void };
    readonly functions: { malloc_trim(pad: bigint): number };
  };
}

/**
 * Returns freed memory kept by the C library, of all threads; see
 * `deno_memory.ts`. Does nothing on other systems than Linux with glibc, or
 * without Node's `node:ffi`.
 */
export function trimMemory(): void {
  if (process.platform !== "linux") return;
  const library = openLibrary();
  library?.functions.malloc_trim(0n);
  library?.lib.close();
}

function openLibrary() {
  try {
    const ffi = process.getBuiltinModule("node:ffi") as Ffi | undefined;
    return ffi?.dlopen(LIBRARY, {
      malloc_trim: { arguments: ["uint64"], return: "int32" },
    });
  } catch {
    // Another C library, without that function.
    return undefined;
  }
}
