/**
 * The example for Deno. Start a server, then:
 *
 * ```sh
 * OML_DOMAIN=demo deno run -A examples/event_loop_deno.ts
 * ```
 *
 * @module
 */
import { createClient, environmentOptions } from "../client/deno.ts";
import { measureEventLoop } from "./event_loop.ts";

await using client = createClient({
  collect: "tcp:localhost:3003",
  domain: "demo",
  senderId: "my-machine",
  // OML_COLLECT, OML_DOMAIN and OML_NAME, if they are set.
  ...environmentOptions(),
  appName: "example",
  observer: { failed: (error) => console.error(error.message) },
});
await measureEventLoop(client, 20, 50);
