/**
 * Runs the programs of the build.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import process from "node:process";
import { ROOT } from "./places.ts";

/** A part of the build failed. */
export class BuildError extends Error {
  override readonly name = "BuildError";
}

/** How to run a program. */
export interface ToolOptions {
  /** Variables in addition to those of the build. */
  readonly env?: Readonly<Record<string, string>>;
  /** The working directory, if not the repository. */
  readonly cwd?: string;
  /** Whether to return stderr as well. */
  readonly stderr?: boolean;
}

/**
 * Runs a program to its end; returns its output.
 *
 * @throws {BuildError} with its output if it fails.
 */
export function runTool(
  program: string,
  args: readonly string[],
  { env = {}, cwd = ROOT, stderr: both = false }: ToolOptions = {},
): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return both ? stdout + stderr : stdout;
  const why = error?.message ?? `${stdout}${stderr}`.trimEnd();
  throw new BuildError(`${program} ${args.join(" ")} failed: ${why}`, {
    cause: error,
  });
}
