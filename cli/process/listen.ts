/**
 * Listens for clients where the flags say.
 *
 * @module
 */
import { errorText } from "../../shared/error_text.ts";
import type { Listener, Runtime } from "../../ports/runtime.ts";
import { StoreError } from "../../server/rows/store.ts";
import type { ServerFlags } from "../flags/server_flags.ts";

/**
 * Listens on the port; up to `backlog` clients wait there to be accepted.
 *
 * @throws {StoreError} telling why it can't, and the remedy.
 */
export async function listen(
  runtime: Runtime,
  { host, port }: ServerFlags,
  backlog?: number,
): Promise<Listener> {
  try {
    return await runtime.listen(port, host, backlog);
  } catch (cause) {
    const where = host === undefined ? `port ${port}` : `${host} port ${port}`;
    throw new StoreError(`Cannot listen on ${where}: ${errorText(cause)}`, {
      cause,
      hint: "choose another port with -l, or stop the program that has it",
    });
  }
}
