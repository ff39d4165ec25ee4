/**
 * The hardware and software of a measurement.
 *
 * @module
 */
import { spawnSync } from "node:child_process";
import { availableParallelism, cpus, release, totalmem, type } from "node:os";
import process from "node:process";
import { ROOT } from "./contestants.ts";

/** Facts that the figures depend on. */
export interface Machine {
  /** Processor, cores and memory. */
  readonly hardware: string;
  /** Operating system. */
  readonly system: string;
  /** Versions of the runtimes and of SQLite. */
  readonly versions: string;
  /** The commit; with a `+` if there are uncommitted changes. */
  readonly commit: string;
  /** The day. */
  readonly date: string;
}

/** The facts about this machine; `node` is the measured Node. */
export function describeMachine(node: string): Machine {
  const cores = availableParallelism();
  const memory = Math.round(totalmem() / 2 ** 30);
  const { deno, sqlite } = process.versions;
  const changed = output("git", "status", "--porcelain") === "" ? "" : "+";
  return {
    hardware: `${cpus()[0]?.model ?? "unknown CPU"}, ${cores} cores, ` +
      `${memory} GiB`,
    system: `${type()} ${release()}`,
    versions: `Deno ${deno ?? "?"} (SQLite ${sqlite ?? "?"}), ` +
      `Node ${output(node, "-p", "process.versions.node")} (SQLite ` +
      `${output(node, "-p", "process.versions.sqlite")})`,
    commit: output("git", "rev-parse", "--short", "HEAD") + changed,
    date: new Date().toISOString().slice(0, 10),
  };
}

function output(program: string, ...args: readonly string[]): string {
  const { stdout } = spawnSync(program, args, { cwd: ROOT, encoding: "utf8" });
  return stdout?.trim() ?? "?";
}
