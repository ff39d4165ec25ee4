/**
 * The interface that each subcommand of `oml2` implements.
 *
 * @module
 */
import type { Command } from "commander";
import type { Runtime } from "../ports/runtime.ts";

/** A subcommand. */
export interface Subcommand {
  /** The name of the program; a file of this name starts it as well. */
  readonly program: string;
  /** A short description. */
  readonly summary: string;
  /** Loads its module, only when it is used. */
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
  /** Its options, for shell completions. */
  command?(): Command;
}

/** Subcommands by name. */
export type Subcommands = ReadonlyMap<string, Subcommand>;
