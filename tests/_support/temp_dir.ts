import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atExit } from "./at_exit.ts";

const made = new Set<string>();
atExit(() => made.forEach(removeTempDir));

/** Creates an empty directory for a test. */
export function makeTempDir(): string {
  const path = mkdtempSync(join(tmpdir(), "oml-test-"));
  made.add(path);
  return path;
}

/** Removes the directory of {@linkcode makeTempDir}, with its contents. */
export function removeTempDir(path: string): void {
  rmSync(path, { recursive: true, force: true });
  made.delete(path);
}
