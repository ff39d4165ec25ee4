import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atExit } from "./at_exit.ts";

const made = new Set<string>();
atExit(() => made.forEach(removeTempDir));

/** Makes an empty directory of its own for a test. */
export function makeTempDir(): string {
  const path = mkdtempSync(join(tmpdir(), "oml-test-"));
  made.add(path);
  return path;
}

/** Removes what {@linkcode makeTempDir} made, with all that is in it. */
export function removeTempDir(path: string): void {
  rmSync(path, { recursive: true, force: true });
  made.delete(path);
}
