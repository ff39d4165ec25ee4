/**
 * The interface that each subcommand of `oml2` implements.
 *
 * @module
 */
import type { Command } from "commander";
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
  /**
   * Runs it with the arguments after its name and all subcommands, which
   * `completions` describes; returns the exit status.
   */
  main(
    runtime: Runtime,
    args: readonly string[],
    subcommands: Subcommands,
  ): Promise<number>;
  /** Its options, for the completions of shells. */
  command?(): Command;
}

/** Subcommands by name. */
export type Subcommands = ReadonlyMap<string, Subcommand>;
