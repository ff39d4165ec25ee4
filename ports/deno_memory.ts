/**
 * Returns memory to the system on Deno, with the C library's functions.
 *
 * @module
 */
import { unmapProgramPages } from "./program_pages.ts";

const LIBRARY = "libc.so.6";

/**
 * Returns freed memory kept by the C library, of all threads, including that of
 * SQLite and Deno itself. It is fragmented, so the library alone returns
 * little. Does nothing on other systems than Linux with glibc, or without
 * Deno's permission to load the library.
 */
export function trimMemory(): void {
  const library = openLibrary();
  library?.symbols.malloc_trim(0n);
  library?.close();
}

/** Unmaps the pages of Deno's own file, likewise. */
export function unmapProgram(): void {
  const library = openLibrary();
  if (library === undefined) return;
  unmapProgramPages(library.symbols.madvise);
  library.close();
}

function openLibrary() {
  if (Deno.build.os !== "linux") return undefined;
  const { state } = Deno.permissions.querySync({ name: "ffi", path: LIBRARY });
  if (state !== "granted") return undefined;
  try {
    return Deno.dlopen(LIBRARY, {
      malloc_trim: { parameters: ["usize"], result: "i32" },
      madvise: { parameters: ["usize", "usize", "i32"], result: "i32" },
    });
  } catch {
    // Another C library, without these functions.
    return undefined;
  }
}
