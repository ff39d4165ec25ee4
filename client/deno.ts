/**
 * The client library on Deno; see [mod.ts](./mod.ts) for the manual.
 *
 * @module
 */
import { denoRuntime } from "../ports/deno.ts";
import { Client } from "./client.ts";
import type { ClientOptions } from "./options.ts";

export * from "./mod.ts";

/**
 * Makes a client.
 *
 * @throws {TargetError} if it is unclear where to send.
 * @throws {EncodeError} if a server would not take what the headers say.
 */
export function createClient(options: ClientOptions): Client {
  return new Client(options, denoRuntime);
}
