/**
 * The subcommand `status`.
 *
 * @module
 */
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import type { Command } from "commander";
import { quoteJson } from "../../codec/values/quote.ts";
import type { Runtime } from "../../ports/runtime.ts";
import {
  parseStatusFlags,
  statusCommand,
  type StatusFlags,
} from "../flags/status_flags.ts";
import { askServer } from "../status/ask_server.ts";
import { withRates } from "../status/rates.ts";
import { statusText } from "../status/status_text.ts";

/** Milliseconds over which rates are measured. */
const MEASURE_MS = 1_000;

/** Clears a terminal. */
const CLEAR = "\x1b[H\x1b[2J";

/** Shows the status of a server; returns the exit status. */
export async function main(
  _runtime: Runtime,
  args: readonly string[],
): Promise<number> {
  const parsed = parseStatusFlags(args, "oml2 status");
  if ("flags" in parsed) await show(parsed.flags);
  else process.stdout.write(parsed.print);
  return 0;
}

async function show({ socket, json, watch }: StatusFlags): Promise<void> {
  const pause = watch === undefined ? MEASURE_MS : 1000 * watch;
  let before = await askServer(socket);
  do {
    await delay(pause);
    const after = await askServer(socket);
    const status = withRates(before, after);
    const clear = watch !== undefined && process.stdout.isTTY ? CLEAR : "";
    process.stdout.write(
      json
        ? `${quoteJson(JSON.stringify(status))}\n`
        : clear + statusText(status),
    );
    before = after;
  } while (watch !== undefined);
}

/** The options. */
export function command(): Command {
  return statusCommand("oml2 status");
}
