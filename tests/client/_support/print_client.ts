/** Injects into a client of stdout, closes it, and prints a line afterwards. */
import process from "node:process";
import { makeClient } from "./make_client.ts";

const client = makeClient("file:-");
const point = client.define("m", "n:int32");
point.inject(1);
point.inject(2);
await client.close();
process.stdout.write("still open\n");
