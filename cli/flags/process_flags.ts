/**
 * Options of the server's process: its user, group and event hook.
 *
 * @module
 */
import type { Command } from "commander";
import { OptionsError } from "../options/options_error.ts";
import { accountName, filled } from "../options/values.ts";

/** The server's user, group and event hook. */
export interface ProcessFlags {
  /** Program that receives database events. */
  readonly eventHook?: string;
  /** User to run as. */
  readonly user?: string;
  /** Group to run as; the user's primary group if unset. */
  readonly group?: string;
}

/** Adds the options to `command`. */
export function addProcessFlags(command: Command): void {
  command.optionsGroup("Process:")
    .option(
      "-H, --event-hook <prog>",
      "program that receives database events (created, opened, closed)",
      filled("write the path of a program"),
    )
    .option(
      "--user <user>",
      "drop root privileges to this user once the port is open",
      accountName("user"),
    )
    .option(
      "--group <group>",
      "and to this group (default: the user's primary group)",
      accountName("group"),
    );
}

/**
 * The values of the options.
 *
 * @throws {OptionsError} if a group is given without a user.
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
