/**
 * Frees 60 MB scattered between small blocks in use, trims, and prints by how
 * many bytes the process has shrunk.
 */
import process from "node:process";
import v8 from "node:v8";
import vm from "node:vm";

const { trimMemory } = process.versions.deno
  ? await import("../../../ports/deno_memory.ts")
  : await import("../../../ports/node_memory.ts");
const KIB = 1024;

const kept: Uint8Array[] = [];
const freed: Uint8Array[] = [];
for (let i = 0; i < 1_000; i++) {
  freed.push(new Uint8Array(60 * KIB).fill(1));
  kept.push(new Uint8Array(KIB).fill(1));
}
v8.setFlagsFromString("--expose-gc");
const gc = vm.runInNewContext("gc");
freed.length = 0;
gc();
// A thread frees the memory of arrays; the next collection waits for it.
gc();
const before = process.memoryUsage.rss();
trimMemory();
const after = process.memoryUsage.rss();
console.log(before - after, kept.length);
