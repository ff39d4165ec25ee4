/**
 * Changes the supplementary groups on Deno, which has no function for it,
 * through the C library, which changes all threads at once.
 *
 * @module
 */
const LIBRARIES: Partial<Record<typeof Deno.build.os, string>> = {
  linux: "libc.so.6",
  darwin: "libSystem.B.dylib",
};

/**
 * Makes `groups` the only supplementary groups of this process. The library is
 * loaded here, so that other callers don't need Deno's permission for it.
 *
 * @throws {Error} if the system denies it.
 */
export function setGroups(groups: readonly number[]): void {
  const path = LIBRARIES[Deno.build.os];
  if (path === undefined) {
    throw new Error(`its groups can't be changed on ${Deno.build.os}`);
  }
  const library = Deno.dlopen(path, {
    setgroups: { parameters: ["usize", "buffer"], result: "i32" },
  });
  const ids = Uint32Array.from(groups);
  const status = library.symbols.setgroups(BigInt(ids.length), ids);
  library.close();
  if (status !== 0) throw new Error("only root may change groups");
}
