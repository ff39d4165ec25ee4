/**
 * The subcommands of `oml2`.
 *
 * @module
 */
import type { Runtime } from "../ports/runtime.ts";

/** A subcommand. */
export interface Subcommand {
  /** How it calls itself; a file of this name starts it too. */
  readonly program: string;
  /** What it does, in a few words. */
  readonly summary: string;
  /** Its module, which is loaded only where it is used. */
  readonly load: () => Promise<SubcommandModule>;
}

/** The module of a subcommand. */
export interface SubcommandModule {
  /** Runs it with the arguments behind its name; returns the exit status. */
  main(runtime: Runtime, args: readonly string[]): Promise<number>;
}

/** The subcommands by name. */
export const SUBCOMMANDS: ReadonlyMap<string, Subcommand> = new Map([
  ["server", {
    program: "oml2-server",
    summary: "store the measurements of OML clients",
    load: () => import("./commands/server.ts"),
  }],
  ["status", {
    program: "oml2 status",
    summary: "show how it goes with a running server",
    load: () => import("./commands/status.ts"),
  }],
  ["load", {
    program: "oml2 load",
    summary: "send tuples to a server, and measure it",
    load: () => import("./commands/load.ts"),
  }],
]);
