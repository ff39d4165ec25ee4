/** Serves HTTP, and prints its port. */
import process from "node:process";
import { thisRuntime } from "../../_support/this_runtime.ts";

const { serveHttp } = await thisRuntime();
const { address } = await serveHttp({
  port: 0,
  host: "127.0.0.1",
  handler: () => new Response("well"),
  failed: ({ message }) => process.stderr.write(`${message}\n`),
});
process.stdout.write(`${address.port}\n`);
