import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { test } from "node:test";
import { clearImmediate, setImmediate } from "node:timers";
import { Scheduler, type Steps } from "../../../server/rows/scheduler.ts";

/** Blocks the thread. */
function busy(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

/** Work of `count` steps that take a turn each. */
function* longSteps(count: number): Steps<string> {
  for (let i = 0; i < count; i++) {
    busy(21);
    yield;
  }
  return "long";
}

test("Turns are granted in the order of requests", async () => {
  const scheduler = new Scheduler();
  const given: number[] = [];
  await Promise.all([0, 1, 2].map((i) => scheduler.run(() => given.push(i))));
  assert.deepEqual(given, [0, 1, 2]);
});

test("A failure belongs to the work whose turn it was", async () => {
  const scheduler = new Scheduler();
  const failing = scheduler.run(() => {
    throw new Error("mine");
  });
  const other = scheduler.run(() => "other's");
  await assert.rejects(failing, /mine/);
  assert.equal(await other, "other's");
});

test("Long work does not delay work that arrives meanwhile", async () => {
  const scheduler = new Scheduler();
  let isDone = false;
  const long = scheduler.runSteps(longSteps(5)).finally(() => isDone = true);
  await scheduler.run(() => undefined);
  assert.equal(isDone, false);
  assert.equal(await long, "long");
});

test("I/O that arrives meanwhile is handled soon", async () => {
  const scheduler = new Scheduler();
  let isDone = false;
  const server = createServer((socket) => {
    socket.on("data", () => socket.end(`${isDone}`));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  assert(address !== null && typeof address === "object");
  const client = connect(address.port, "127.0.0.1").setEncoding("utf8");
  client.write("here");
  const long = scheduler.runSteps(longSteps(40)).finally(() => isDone = true);
  const [answer] = await once(client, "data");
  await long;
  client.destroy();
  server.close();
  assert.equal(answer, "false");
});

test("Short steps share a turn", async () => {
  const scheduler = new Scheduler();
  const given: string[] = [];
  function* short(): Steps<void> {
    for (const step of ["a", "b", "c"]) {
      given.push(step);
      yield;
    }
  }
  await Promise.all([
    scheduler.run(() => given.push("first")),
    scheduler.runSteps(short()),
    scheduler.run(() => given.push("last")),
  ]);
  assert.deepEqual(given, ["first", "a", "b", "c", "last"]);
});

test("Short turns follow each other without a pause, long ones do not", async () => {
  const scheduler = new Scheduler();
  let pauses = 0;
  const count = () => {
    pauses++;
    immediate = setImmediate(count);
  };
  let immediate = setImmediate(count);
  const pausesAt = (ms: number) =>
    scheduler.run(() => {
      busy(ms);
      return pauses;
    });
  // Another program may take the processor for a while.
  let short: number[] = [];
  for (let i = 0; i < 20 && new Set(short).size !== 1; i++) {
    short = await Promise.all([0, 0, 0, 0].map(pausesAt));
  }
  const long = await Promise.all([10, 10, 10].map(pausesAt));
  clearImmediate(immediate);
  assert.deepEqual(short, short.map(() => short[0]));
  assert.ok(long[0] < long[1] && long[1] < long[2], `${long}`);
});

test("Between two turns the thread does other pending work", async () => {
  const scheduler = new Scheduler();
  let isDone = false;
  const long = scheduler.runSteps(longSteps(5)).finally(() => isDone = true);
  await new Promise((resolve) => setTimeout(resolve, 1));
  assert.equal(isDone, false);
  await long;
});

test("Deferrable work comes last, but gets one turn in four", async () => {
  const scheduler = new Scheduler();
  const given: string[] = [];
  const started = scheduler.run(() => undefined);
  const all = [
    scheduler.runLater(() => given.push("later")),
    scheduler.runLater(() => given.push("later")),
    ...Array.from({ length: 6 }, () => scheduler.run(() => given.push("now"))),
  ];
  await Promise.all([started, ...all]);
  const expected = "now now now later now now now later";
  assert.equal(given.join(" "), expected);
});
