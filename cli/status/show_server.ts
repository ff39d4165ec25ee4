/**
 * Shows a server.
 *
 * @module
 */
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import { quoteJson } from "../../codec/values/quote.ts";
import { withRates } from "../../server/status/rates.ts";
import type { StatusFlags } from "../flags/status_flags.ts";
import { askServer } from "./ask_server.ts";
import { statusText } from "./status_text.ts";

/** How to ask a server, and how to show it. */
export interface ServerQuestion extends Pick<StatusFlags, "json" | "watch"> {
  /** The server's Unix socket. */
  readonly socket: string;
  /** Milliseconds over which rates are measured. */
  readonly pause: number;
  /** Precedes the tables if they are shown again and again. */
  readonly clear: string;
}

/**
 * Shows the server.
 *
 * @throws {StartError} if it does not answer.
 */
export async function showServer(
  { socket, json, watch, pause, clear }: ServerQuestion,
): Promise<void> {
  let before = await askServer(socket);
  do {
    await delay(pause);
    const after = await askServer(socket);
    const status = withRates(before, after);
    process.stdout.write(
      json
        ? `${quoteJson(JSON.stringify(status))}\n`
        : clear + statusText(status),
    );
    before = after;
  } while (watch !== undefined);
}
