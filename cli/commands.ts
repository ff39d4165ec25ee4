/**
 * The subcommands of `oml2`.
 *
 * @module
 */
import type { Subcommand } from "./subcommand.ts";

/** The subcommands of `oml2`. */
export const SUBCOMMANDS: ReadonlyMap<string, Subcommand> = new Map<
  string,
  Subcommand
>([
  ["server", {
    program: "oml2-server",
    summary: "store the measurements of OML clients",
    load: () => import("./commands/server.ts"),
  }],
  ["check", {
    program: "oml2 check",
    summary: "check whether the server could start",
    load: () => import("./commands/check.ts"),
  }],
  ["proxy", {
    program: "oml2-proxy-server",
    summary: "store and forward the measurements of OML clients",
    load: () => import("./commands/proxy.ts"),
  }],
  ["proxyctl", {
    program: "oml2 proxyctl",
    summary: "control a running proxy",
    load: () => import("./commands/proxyctl.ts"),
  }],
  ["replay", {
    program: "oml2 replay",
    summary: "send result files to a server",
    load: () => import("./commands/replay.ts"),
  }],
  ["import", {
    program: "oml2 import",
    summary: "store capture files in databases",
    load: () => import("./commands/import.ts"),
  }],
  ["status", {
    program: "oml2 status",
    summary: "show the state of a running server",
    load: () => import("./commands/status.ts"),
  }],
  ["ls", {
    program: "oml2 ls",
    summary: "list stored experiments",
    load: () => import("./commands/ls.ts"),
  }],
  ["view", {
    program: "oml2 view",
    summary: "show stored measurements in a browser",
    load: () => import("./commands/view.ts"),
  }],
  ["verify", {
    program: "oml2 verify",
    summary: "compare two databases tuple by tuple",
    load: () => import("./commands/verify.ts"),
  }],
  ["views", {
    program: "oml2 views",
    summary: "create SQL views of stored measurements",
    load: () => import("./commands/views.ts"),
  }],
  ["report", {
    program: "oml2 report",
    summary: "report whether a stored run is whole",
    load: () => import("./commands/report.ts"),
  }],
  ["export", {
    program: "oml2 export",
    summary: "write stored measurements as CSV, JSON, Parquet or OMSP",
    load: () => import("./commands/export.ts"),
  }],
  ["load", {
    program: "oml2 load",
    summary: "measure the throughput of a server",
    load: () => import("./commands/load.ts"),
  }],
  ["man", {
    program: "oml2 man",
    summary: "print a manual page",
    load: () => import("./commands/man.ts"),
  }],
  ["completions", {
    program: "oml2 completions",
    summary: "print shell completions",
    load: () => import("./commands/completions.ts"),
  }],
]);

/** A subcommand and its arguments. */
export interface Chosen {
  /** The subcommand. */
  readonly subcommand: Subcommand;
  /** Its arguments. */
  readonly args: readonly string[];
}

/**
 * Returns the subcommand that the first argument names, or the file name `name`
 * by which the program was started.
 */
export function chooseSubcommand(
  name: string,
  args: readonly string[],
): Chosen | undefined {
  const [first = "", ...rest] = args;
  const named = SUBCOMMANDS.get(first);
  if (named !== undefined) return { subcommand: named, args: rest };
  const subcommand = [...SUBCOMMANDS.values()]
    .find(({ program }) => new RegExp(`^${program}\\b`).test(name));
  return subcommand && { subcommand, args };
}
