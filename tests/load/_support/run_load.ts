import { execFile } from "node:child_process";
import process from "node:process";
import { cleanEnv } from "../../_support/clean_env.ts";
import type { Finished } from "../../_support/run_command.ts";
import { repositoryRoot } from "../../_support/runtime_command.ts";

const COMMAND = process.versions.deno
  ? ["run", "-qA", "main.ts", "load"]
  : ["entries/node.ts", "load"];

/** Runs `oml2 load` on the current runtime. */
export function runLoad(...options: readonly string[]): Promise<Finished> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...COMMAND, ...options],
      { cwd: repositoryRoot, env: cleanEnv(), timeout: 60_000 },
      (_, stdout, stderr) =>
        resolve({ status: child.exitCode ?? "killed", stdout, stderr }),
    );
  });
}
