/** Injects into a client of the given target, and closes it. */
import process from "node:process";
import { UnsentError } from "../../../client/mod.ts";
import { makeClient } from "./make_client.ts";

const client = makeClient(process.argv[2]);
client.define("m", "n:int32").inject(1);
try {
  await client.close({ timeout: 300 });
} catch (error) {
  if (!(error instanceof UnsentError)) throw error;
  console.log(`UnsentError ${error.tuples}`);
}
