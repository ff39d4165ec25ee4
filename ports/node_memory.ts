/**
 * Returns memory to the system on Node, with the C library's functions.
 *
 * @module
 */
import process from "node:process";
import { unmapProgramPages } from "./program_pages.ts";

const LIBRARY = "libc.so.6";

/** The C library's functions, and their types for `node:ffi`. */
const FUNCTIONS = {
  malloc_trim: { arguments: ["uint64"], return: "int32" },
  madvise: { arguments: ["uint64", "uint64", "int32"], return: "int32" },
} as const;

/** What is used of `node:ffi`, which has no types yet. */
interface Ffi {
  dlopen(library: string, functions: typeof FUNCTIONS): {
    readonly lib: { close(): void };
    readonly functions: {
      malloc_trim(pad: bigint): number;
      madvise(start: bigint, length: bigint, advice: number): number;
    };
  };
}

/**
 * Returns freed memory kept by the C library, of all threads; see
 * `deno_memory.ts`. Does nothing on other systems than Linux with glibc, or
 * without Node's `node:ffi`.
 */
export function trimMemory(): void {
  const library = openLibrary();
  library?.functions.malloc_trim(0n);
  library?.lib.close();
}

/** Unmaps the pages of Node's own file, likewise. */
export function unmapProgram(): void {
  const library = openLibrary();
  if (library === undefined) return;
  unmapProgramPages(library.functions.madvise);
  library.lib.close();
}

function openLibrary() {
  if (process.platform !== "linux") return undefined;
  try {
    const ffi = process.getBuiltinModule("node:ffi") as Ffi | undefined;
    return ffi?.dlopen(LIBRARY, FUNCTIONS);
  } catch {
    // Another C library, without these functions.
    return undefined;
  }
}
