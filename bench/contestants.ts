/**
 * The servers that are measured.
 *
 * @module
 */
import process from "node:process";
import { fileURLToPath } from "node:url";
import type { BenchFlags } from "./bench_flags.ts";

/** The directory of this program's entry files. */
export const ROOT: string = fileURLToPath(new URL("..", import.meta.url));

/** A server that can be started. */
export interface Contestant {
  /** Its name in the results. */
  readonly name: string;
  /** The command that starts it on this port, its databases in `dir`. */
  command(port: number, dir: string): readonly string[];
}

/** This program on Deno, up to its subcommand. */
export const OML2: readonly string[] = [
  ...[process.execPath, "run", "-A", `${ROOT}main.ts`],
];

/** The requested servers. */
export function contestants(flags: BenchFlags): Contestant[] {
  const own = flags.runtimes.map((runtime) => ({
    name: runtime === "deno" ? "Deno" : "Node",
    command: (port: number, dir: string) => [
      ...runtime === "deno" ? OML2 : [flags.node, `${ROOT}entries/node.ts`],
      ...["server", "-l", String(port), "-D", dir],
      ...["--logfile", `${dir}/server.log`],
    ],
  }));
  const { against } = flags;
  if (against === undefined) return own;
  return [...own, {
    name: flags.againstName,
    command: (port: number, dir: string) =>
      against.trim().split(/\s+/).map((word) =>
        word.replaceAll("{port}", String(port)).replaceAll("{dir}", dir)
      ),
  }];
}
