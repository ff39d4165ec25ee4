import { execFileSync } from "node:child_process";
import process from "node:process";
import { repositoryRoot } from "../../_support/runtime_command.ts";

const SCATTERED = "tests/ports/_support/scattered_memory.ts";
const UNMAPPED = "tests/ports/_support/unmapped_program.ts";

/**
 * The bytes that a program returns after it has freed 60 MB, which this runtime
 * starts with `options`.
 */
export function givenBack(...options: readonly string[]): number {
  return Number.parseInt(run(SCATTERED, options));
}

/** The kB of its own file that a program unmaps, and what it says then. */
export function unmapped(
  ...options: readonly string[]
): { readonly kilobytes: number; readonly said: string } {
  const [kilobytes, said] = run(UNMAPPED, options).trim().split(" ");
  return { kilobytes: Number(kilobytes), said };
}

function run(script: string, options: readonly string[]): string {
  return execFileSync(process.execPath, [...options, script], {
    cwd: repositoryRoot,
    encoding: "utf8",
  });
}
