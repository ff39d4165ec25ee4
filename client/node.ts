/**
 * The client library on Node; see [mod.ts](./mod.ts) for the manual.
 *
 * @module
 */
import { nodeRuntime } from "../ports/node.ts";
import { Client } from "./client.ts";
import type { ClientOptions } from "./options.ts";

export * from "./mod.ts";

/**
 * Creates a client.
 *
 * @throws {TargetError} if the target is invalid or missing.
 * @throws {EncodeError} if a server would reject the headers.
 */
export function createClient(options: ClientOptions): Client {
  return new Client(options, nodeRuntime);
}
