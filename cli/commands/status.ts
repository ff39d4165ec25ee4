/**
 * The subcommand `status`.
 *
 * @module
 */
import process from "node:process";
import type { Command } from "commander";
import type { Runtime } from "../../ports/runtime.ts";
import { HintError, textWithHint } from "../../shared/hint_error.ts";
import {
  parseStatusFlags,
  statusCommand,
  type StatusFlags,
} from "../flags/status_flags.ts";
import { httpToken } from "../http/http_token.ts";
import { StartError } from "../options/options_error.ts";
import { showServer } from "../status/show_server.ts";

/** Milliseconds over which rates are measured. */
const MEASURE_MS = 1_000;

/** Clears a terminal. */
const CLEAR = "\x1b[H\x1b[2J";

/** Shows the status of a server, or of several; returns the exit status. */
export async function main(
  _runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  const parsed = parseStatusFlags(args, "oml2 status");
  if (!("flags" in parsed)) {
    process.stdout.write(parsed.print);
    return 0;
  }
  const { flags } = parsed;
  const { socket, peers, watch } = flags;
  const pause = watch === undefined ? MEASURE_MS : 1_000 * watch;
  const clear = watch !== undefined && process.stdout.isTTY ? CLEAR : "";
  if (socket === undefined || peers.length > 0) {
    const token = tokenOf(flags);
    const { showGroup } = await (import(
      "../status/show_group.ts" as string
    ) as Promise<typeof import("../status/show_group.ts")>);
    return await showGroup({ ...flags, token, pause, clear });
  }
  await showServer({ ...flags, socket, pause, clear });
  return 0;
}

function tokenOf(flags: StatusFlags): string | undefined {
  try {
    return httpToken(flags);
  } catch (cause) {
    if (!(cause instanceof HintError)) throw cause;
    throw new StartError(textWithHint(cause), { cause });
  }
}

/** The options. */
export function command(): Command {
  return statusCommand("oml2 status");
}
