import { Client } from "../../../client/client.ts";
import type { ClientOptions } from "../../../client/options.ts";
import { thisRuntime } from "../../_support/this_runtime.ts";

const runtime = await thisRuntime();

/** A client whose clock stands half a second after its start, 1000. */
export function makeClient(
  collect: string,
  options: Partial<ClientOptions> = {},
): Client {
  return new Client({
    collect,
    domain: "demo",
    senderId: "node-1",
    appName: "app",
    clock: () => 1000.5,
    ...options,
  }, runtime);
}
