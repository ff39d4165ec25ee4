import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { StdoutDestination } from "../../client/stdout_destination.ts";
import { runProgram } from "../_support/run_command.ts";
import { onDeno } from "../_support/this_runtime.ts";

test("A client of stdout prints what it would send, and leaves it open", async () => {
  const script = new URL("./_support/print_client.ts", import.meta.url);
  const { status, stdout, stderr } = await runProgram([
    process.execPath,
    ...(onDeno ? ["run", "-A", "--no-check"] : []),
    fileURLToPath(script),
  ]);
  assert.equal(status, 0, stderr);
  const [header, body] = stdout.split("\n\n");
  assert.match(header, /^protocol: 5\n[^]*schema: 1 app_m n:int32/);
  const tuples = /^[\d.]+\t1\t1\t1\n[\d.]+\t1\t2\t2\nstill open\n$/;
  assert.match(body, tuples);
});

test("StdoutDestination is fresh the first time it is opened", async () => {
  const destination = new StdoutDestination("stdout");
  assert.equal((await destination.open()).fresh, true);
  assert.equal((await destination.open()).fresh, false);
});
