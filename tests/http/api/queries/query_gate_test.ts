import assert from "node:assert/strict";
import { test } from "node:test";
import { TooBusyError } from "../../../../http/api/errors/api_errors.ts";
import { QueryGate } from "../../../../http/api/queries/query_gate.ts";

/** A query that runs until it is ended, and whether it has begun. */
function query() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const own = { hasBegun: false, end: resolve, fail: reject, run };
  function run(): Promise<string> {
    own.hasBegun = true;
    return promise;
  }
  return own;
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

test("queries run in the order of their arrival, so many at a time", async () => {
  const gate = new QueryGate({ running: 2, waiting: 10 });
  const queries = Array.from({ length: 5 }, query);
  const answers = queries.map(({ run }) => gate.run(run));
  const begun = () => queries.map(({ hasBegun }) => hasBegun);
  assert.deepEqual(begun(), [true, true, false, false, false]);
  queries[1].end("b");
  await turn();
  assert.deepEqual(begun(), [true, true, true, false, false]);
  queries[0].end("a");
  queries[2].end("c");
  await turn();
  assert.deepEqual(begun(), [true, true, true, true, true]);
  queries[3].end("d");
  queries[4].end("e");
  assert.deepEqual(await Promise.all(answers), ["a", "b", "c", "d", "e"]);
});

test("a query that fails makes room", async () => {
  const gate = new QueryGate({ running: 1, waiting: 1 });
  const first = query();
  const failed = gate.run(first.run);
  const second = query();
  const next = gate.run(second.run);
  first.fail(new Error("it fails"));
  await assert.rejects(failed, /it fails/);
  second.end("b");
  assert.equal(await next, "b");
  await assert.rejects(
    gate.run(() => {
      throw new Error("at once");
    }),
    /at once/,
  );
  assert.equal(await gate.run(() => Promise.resolve("c")), "c");
});

test("too many queries are an error, except for patient ones", async () => {
  const gate = new QueryGate({ running: 1, waiting: 1 });
  const first = query();
  const second = query();
  const third = query();
  const answers = [gate.run(first.run), gate.run(second.run)];
  await assert.rejects(gate.run(third.run), TooBusyError);
  answers.push(gate.run(third.run, true));
  first.end("a");
  second.end("b");
  third.end("c");
  assert.deepEqual(await Promise.all(answers), ["a", "b", "c"]);
});
