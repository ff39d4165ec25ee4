/**
 * Closes files that Deno has opened by itself: its caches, which stay open for
 * writing, and belong to root if root has started the program. Deno has no
 * function for it, so this uses those of the C library.
 *
 * @module
 */

/** Number of descriptors checked: far more than are open at a start. */
const MOST = 256;

/** Bytes read at once, and of the longest path. */
const BLOCK = 4096;

// Values of Linux.
const O_RDWR = 2;
const O_ACCMODE = 3;
const F_GETFL = 3;
const PROT_READ_WRITE = 3;
const MAP_PRIVATE_FIXED_ANONYMOUS = 0x32;

const SYMBOLS = {
  open: { parameters: ["buffer", "i32"], result: "i32" },
  read: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  close: { parameters: ["i32"], result: "i32" },
  dup2: { parameters: ["i32", "i32"], result: "i32" },
  fcntl: { parameters: ["i32", "i32"], result: "i32" },
  readlink: { parameters: ["buffer", "buffer", "usize"], result: "isize" },
  mmap: {
    parameters: ["usize", "usize", "i32", "i32", "i32", "i64"],
    result: "isize",
  },
} as const;

type System = Deno.DynamicLibrary<typeof SYMBOLS>["symbols"];

/**
 * Redirects descriptors of files open for writing to /dev/null, except the
 * standard ones and their copies, and replaces mappings of those files by empty
 * memory. Deno's caches, which are SQLite's, then look empty, and writes to
 * them are lost; Deno continues without. Must be called before the program
 * itself opens a file.
 */
export function letGoFiles(): void {
  if (Deno.build.os !== "linux") return;
  const library = Deno.dlopen("libc.so.6", SYMBOLS);
  try {
    const files = ownFiles(library.symbols);
    unmap(library.symbols, new Set(files.values()));
    const nowhere = library.symbols.open(cText("/dev/null"), O_RDWR);
    for (const descriptor of files.keys()) {
      library.symbols.dup2(nowhere, descriptor);
    }
    library.symbols.close(nowhere);
  } finally {
    library.close();
  }
}

/** Returns the paths of files open for writing, by descriptor. */
function ownFiles(system: System): Map<number, string> {
  const standard = [0, 1, 2].map((descriptor) => pathOf(system, descriptor));
  const files = new Map<number, string>();
  for (let descriptor = 3; descriptor < MOST; descriptor++) {
    const path = pathOf(system, descriptor);
    const isFile = path.startsWith("/") && !path.startsWith("/dev/");
    if (!isFile || standard.includes(path)) continue;
    const access = system.fcntl(descriptor, F_GETFL) & O_ACCMODE;
    if (access !== 0) files.set(descriptor, path);
  }
  return files;
}

/** Returns the target of a descriptor; empty if it is not open. */
function pathOf(system: System, descriptor: number): string {
  const into = new Uint8Array(BLOCK);
  const link = cText(`/proc/self/fd/${descriptor}`);
  const length = Number(system.readlink(link, into, BigInt(BLOCK)));
  return new TextDecoder().decode(into.subarray(0, Math.max(0, length)));
}

/** Replaces writable mappings of files by empty memory. */
function unmap(system: System, paths: ReadonlySet<string>): void {
  for (const line of readWhole(system, "/proc/self/maps").split("\n")) {
    const mapped = /^([0-9a-f]+)-([0-9a-f]+) rw.s (?:\S+ +){3}(\/.*)$/
      .exec(line);
    if (mapped === null || !paths.has(mapped[3])) continue;
    const [from, to] = [BigInt(`0x${mapped[1]}`), BigInt(`0x${mapped[2]}`)];
    const how = MAP_PRIVATE_FIXED_ANONYMOUS;
    system.mmap(from, to - from, PROT_READ_WRITE, how, -1, 0n);
  }
}

/** Not with Deno's functions, which deny /proc without all permissions. */
function readWhole(system: System, path: string): string {
  const block = new Uint8Array(BLOCK);
  const decoder = new TextDecoder();
  const descriptor = system.open(cText(path), 0);
  let text = "";
  for (;;) {
    const count = Number(system.read(descriptor, block, BigInt(BLOCK)));
    if (count <= 0) break;
    text += decoder.decode(block.subarray(0, count), { stream: true });
  }
  system.close(descriptor);
  return text;
}

function cText(value: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${value}\0`);
}
