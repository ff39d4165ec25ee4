/**
 * Gives memory back to the system on Deno, by the C library's function.
 *
 * @module
 */
const LIBRARY = "libc.so.6";

/**
 * Gives back what the C library keeps of freed memory, of all threads: that of
 * SQLite and of Deno itself. It lies scattered, so that the library alone gives
 * back little of it. Does nothing on other systems than Linux with glibc, or
 * without Deno's permission to load the library.
 */
export function trimMemory(): void {
  if (Deno.build.os !== "linux") return;
  const { state } = Deno.permissions.querySync({ name: "ffi", path: LIBRARY });
  if (state !== "granted") return;
  const library = openLibrary();
  library?.symbols.malloc_trim(0n);
  library?.close();
}

function openLibrary() {
  try {
    return Deno.dlopen(LIBRARY, {
      malloc_trim: { parameters: ["usize"], result: "i32" },
    });
  } catch {
    // Another C library, which has no such function.
    return undefined;
  }
}
