/**
 * Options that tell who the server runs as, and which program it tells.
 *
 * @module
 */
import type { Command } from "commander";
import { OptionsError } from "../options/options_error.ts";
import { accountName, filled } from "../options/values.ts";

/** Who the server runs as, and which program it tells. */
export interface ProcessFlags {
  /** Program that is told of databases. */
  readonly eventHook?: string;
  /** User to become. */
  readonly user?: string;
  /** Group to become, the user's own if unset. */
  readonly group?: string;
}

/** Adds the options to `command`. */
export function addProcessFlags(command: Command): void {
  command.optionsGroup("Process:")
    .option(
      "-H, --event-hook <prog>",
      "program told of databases that are created, opened, closed",
      filled("write the path of a program"),
    )
    .option(
      "--user <user>",
      "give up root's rights for this user's, once it listens",
      accountName("user"),
    )
    .option(
      "--group <group>",
      "and this group's (default: the user's own)",
      accountName("group"),
    );
}

/**
 * What the options say.
 *
 * @throws {OptionsError} if there is a group without a user.
 */
export function processFlags(options: Record<string, unknown>): ProcessFlags {
  const { eventHook, user, group } = options as Record<
    string,
    string | undefined
  >;
  if (group !== undefined && user === undefined) {
    throw new OptionsError(
      `option --group: "${group}" needs a user; add --user NAME`,
    );
  }
  return { eventHook, user, group };
}
