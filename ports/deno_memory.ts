/**
 * Returns memory to the system on Deno, with the C library's function.
 *
 * @module
 */
const LIBRARY = "libc.so.6";

/**
 * Returns freed memory kept by the C library, of all threads, including that of
 * SQLite and Deno itself. It is fragmented, so the library alone returns
 * little. Does nothing on other systems than Linux with glibc, or without
 * Deno's permission to load the library.
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
    // Another C library, without that function.
    return undefined;
  }
}
