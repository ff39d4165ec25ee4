/**
 * Lets go of the files that Deno has opened by itself: its caches, which stay
 * open for writing, and are root's where root has started the program. Deno has
 * no function for it; the C library's are used.
 *
 * @module
 */

/** Descriptors that are looked at: far more than are open at a start. */
const MOST = 256;

/** Bytes that are read at once, and of the longest path. */
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
 * Makes the descriptors of files that are open for writing lead nowhere, but
 * for the standard ones and their copies, and what is mapped of those files be
 * empty memory. To Deno its caches, which are SQLite's, are empty then, and
 * what it puts in is not there: it goes on without. To be called before the
 * program itself opens a file.
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

/** The paths of files that are open for writing, by their descriptors. */
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

/** What a descriptor leads to; empty if it is not open. */
function pathOf(system: System, descriptor: number): string {
  const into = new Uint8Array(BLOCK);
  const link = cText(`/proc/self/fd/${descriptor}`);
  const length = Number(system.readlink(link, into, BigInt(BLOCK)));
  return new TextDecoder().decode(into.subarray(0, Math.max(0, length)));
}

/** Puts empty memory in the place of files that are mapped for writing. */
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

/** Deno itself reads nothing of /proc without all permissions. */
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
