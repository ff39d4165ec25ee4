import { execFileSync } from "node:child_process";
import process from "node:process";
import { repositoryRoot } from "../../_support/runtime_command.ts";

const SCRIPT = "tests/ports/_support/scattered_memory.ts";

/**
 * The bytes that a program returns after it has freed 60 MB, which this runtime
 * starts with `options`.
 */
export function givenBack(...options: readonly string[]): number {
  const said = execFileSync(process.execPath, [...options, SCRIPT], {
    cwd: repositoryRoot,
    encoding: "utf8",
  });
  return Number.parseInt(said);
}
