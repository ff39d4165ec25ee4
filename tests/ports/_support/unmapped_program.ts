/**
 * Unmaps the program, and prints by how many kB its part of the resident memory
 * has shrunk; then does something else to show that it still works.
 */
import { readFileSync } from "node:fs";
import process from "node:process";

const { unmapProgram } = process.versions.deno
  ? await import("../../../ports/deno_memory.ts")
  : await import("../../../ports/node_memory.ts");

/** Resident kB that are pages of files. */
function fileKilobytes(): number {
  const status = readFileSync("/proc/self/status", "utf8");
  return Number(/^RssFile:\s+(\d+) kB$/m.exec(status)?.[1]);
}

const before = fileKilobytes();
unmapProgram();
const after = fileKilobytes();
const sorted = Array.from({ length: 1_000 }, (_, i) => String(999 - i)).sort();
console.log(before - after, sorted[0]);
