import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import process from "node:process";
import { test } from "node:test";
import { promisify } from "node:util";
import { cleanEnv } from "../_support/clean_env.ts";
import { repositoryRoot } from "../_support/runtime_command.ts";
import { query, scalar } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";
import { onDeno } from "../_support/this_runtime.ts";

const run = promisify(execFile);
const variables = "OML_COLLECT,OML_SERVER,OML_DOMAIN,OML_EXP_ID,OML_NAME";

/** The example with only the permissions that its documentation names. */
function example(port: number): string[] {
  if (!onDeno) return ["examples/event_loop_node.ts"];
  const allowed = [`--allow-net=localhost:${port}`, `--allow-env=${variables}`];
  return ["run", "--no-prompt", ...allowed, "examples/event_loop_deno.ts"];
}

test("The example measures, and its samples are in the database", async () => {
  await using server = await TestServer.start();
  const { stderr } = await run(process.execPath, example(server.process.port), {
    cwd: repositoryRoot,
    env: cleanEnv({
      OML_COLLECT: `localhost:${server.process.port}`,
      OML_DOMAIN: "examples",
      OML_NAME: "tester",
    }),
  });
  assert.equal(stderr, "");
  const path = server.path("examples");
  const count = "select count(*) from example_loop where heap > 0";
  assert.equal(scalar(path, count), 20);
  assert.equal(scalar(path, "select max(oml_seq) from example_loop"), 20);
  assert.deepEqual(query(path, "select name from _senders"), [
    { name: "tester" },
  ]);
  const units = "select subject, value from _experiment_metadata " +
    "where key = 'unit' order by subject desc";
  assert.deepEqual(query(path, units), [
    { subject: ".example_loop.late", value: "millisecond" },
    { subject: ".example_loop.heap", value: "byte" },
  ]);
});
