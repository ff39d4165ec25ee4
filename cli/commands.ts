/**
 * The subcommands of `oml2`.
 *
 * @module
 */
import type { Subcommand } from "./subcommand.ts";

/**
 * The subcommands of `oml2`. Deno would read the modules of all of them at the
 * start, and keep 16 MiB for them, if it knew their names: hence `as string`,
 * as in `http/open_http.ts`.
 */
export const SUBCOMMANDS: ReadonlyMap<string, Subcommand> = new Map<
  string,
  Subcommand
>([
  ["server", {
    program: "oml2-server",
    summary: "store the measurements of OML clients",
    load: (): Promise<typeof import("./commands/server.ts")> =>
      import("./commands/server.ts" as string),
  }],
  ["check", {
    program: "oml2 check",
    summary: "check whether the server could start",
    load: (): Promise<typeof import("./commands/check.ts")> =>
      import("./commands/check.ts" as string),
  }],
  ["proxy", {
    program: "oml2-proxy-server",
    summary: "store and forward the measurements of OML clients",
    load: (): Promise<typeof import("./commands/proxy.ts")> =>
      import("./commands/proxy.ts" as string),
  }],
  ["proxyctl", {
    program: "oml2 proxyctl",
    summary: "control a running proxy",
    load: (): Promise<typeof import("./commands/proxyctl.ts")> =>
      import("./commands/proxyctl.ts" as string),
  }],
  ["replay", {
    program: "oml2 replay",
    summary: "send result files to a server",
    load: (): Promise<typeof import("./commands/replay.ts")> =>
      import("./commands/replay.ts" as string),
  }],
  ["import", {
    program: "oml2 import",
    summary: "store capture files in databases",
    load: (): Promise<typeof import("./commands/import.ts")> =>
      import("./commands/import.ts" as string),
  }],
  ["status", {
    program: "oml2 status",
    summary: "show the state of a running server",
    load: (): Promise<typeof import("./commands/status.ts")> =>
      import("./commands/status.ts" as string),
  }],
  ["ls", {
    program: "oml2 ls",
    summary: "list stored experiments",
    load: (): Promise<typeof import("./commands/ls.ts")> =>
      import("./commands/ls.ts" as string),
  }],
  ["view", {
    program: "oml2 view",
    summary: "show stored measurements in a browser",
    load: (): Promise<typeof import("./commands/view.ts")> =>
      import("./commands/view.ts" as string),
  }],
  ["verify", {
    program: "oml2 verify",
    summary: "compare two databases tuple by tuple",
    load: (): Promise<typeof import("./commands/verify.ts")> =>
      import("./commands/verify.ts" as string),
  }],
  ["merge", {
    program: "oml2 merge",
    summary: "join the parts of an experiment of several servers",
    load: (): Promise<typeof import("./commands/merge.ts")> =>
      import("./commands/merge.ts" as string),
  }],
  ["views", {
    program: "oml2 views",
    summary: "create SQL views of stored measurements",
    load: (): Promise<typeof import("./commands/views.ts")> =>
      import("./commands/views.ts" as string),
  }],
  ["report", {
    program: "oml2 report",
    summary: "report whether a stored run is whole",
    load: (): Promise<typeof import("./commands/report.ts")> =>
      import("./commands/report.ts" as string),
  }],
  ["export", {
    program: "oml2 export",
    summary: "write stored measurements as CSV, JSON, Parquet or OMSP",
    load: (): Promise<typeof import("./commands/export.ts")> =>
      import("./commands/export.ts" as string),
  }],
  ["load", {
    program: "oml2 load",
    summary: "measure the throughput of a server",
    load: (): Promise<typeof import("./commands/load.ts")> =>
      import("./commands/load.ts" as string),
  }],
  ["man", {
    program: "oml2 man",
    summary: "print a manual page",
    load: (): Promise<typeof import("./commands/man.ts")> =>
      import("./commands/man.ts" as string),
  }],
  ["completions", {
    program: "oml2 completions",
    summary: "print shell completions",
    load: (): Promise<typeof import("./commands/completions.ts")> =>
      import("./commands/completions.ts" as string),
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
