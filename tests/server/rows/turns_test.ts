import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { test } from "node:test";
import { type Steps, Turns } from "../../../server/rows/turns.ts";

/** Holds the thread. */
function busy(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

/** Work of so many steps that take a turn each. */
function* longSteps(count: number): Steps<string> {
  for (let i = 0; i < count; i++) {
    busy(21);
    yield;
  }
  return "long";
}

test("Turns are given in the order in which they were asked for", async () => {
  const turns = new Turns();
  const given: number[] = [];
  await Promise.all([0, 1, 2].map((i) => turns.take(() => given.push(i))));
  assert.deepEqual(given, [0, 1, 2]);
});

test("A failure is that of the one whose turn it was", async () => {
  const turns = new Turns();
  const failing = turns.take(() => {
    throw new Error("mine");
  });
  const other = turns.take(() => "other's");
  await assert.rejects(failing, /mine/);
  assert.equal(await other, "other's");
});

test("Whoever has much to do does not hold up those who come meanwhile", async () => {
  const turns = new Turns();
  let isDone = false;
  const long = turns.takeAll(longSteps(5)).finally(() => isDone = true);
  await turns.take(() => undefined);
  assert.equal(isDone, false);
  assert.equal(await long, "long");
});

test("What arrives meanwhile is noticed soon", async () => {
  const turns = new Turns();
  let isDone = false;
  const server = createServer((socket) => {
    socket.on("data", () => socket.end(`${isDone}`));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  assert(address !== null && typeof address === "object");
  const client = connect(address.port, "127.0.0.1").setEncoding("utf8");
  client.write("here");
  const long = turns.takeAll(longSteps(40)).finally(() => isDone = true);
  const [answer] = await once(client, "data");
  await long;
  client.destroy();
  server.close();
  assert.equal(answer, "false");
});

test("Short steps share a turn", async () => {
  const turns = new Turns();
  const given: string[] = [];
  function* short(): Steps<void> {
    for (const step of ["a", "b", "c"]) {
      given.push(step);
      yield;
    }
  }
  await Promise.all([
    turns.take(() => given.push("first")),
    turns.takeAll(short()),
    turns.take(() => given.push("last")),
  ]);
  assert.deepEqual(given, ["first", "a", "b", "c", "last"]);
});

test("Between two turns the thread does what else has come up", async () => {
  const turns = new Turns();
  let isDone = false;
  const long = turns.takeAll(longSteps(5)).finally(() => isDone = true);
  await new Promise((resolve) => setTimeout(resolve, 1));
  assert.equal(isDone, false);
  await long;
});

test("What nobody waits for comes last, but has a turn in four", async () => {
  const turns = new Turns();
  const given: string[] = [];
  const started = turns.take(() => undefined);
  const all = [
    turns.takeLater(() => given.push("later")),
    turns.takeLater(() => given.push("later")),
    ...Array.from({ length: 6 }, () => turns.take(() => given.push("now"))),
  ];
  await Promise.all([started, ...all]);
  const expected = "now now now later now now now later";
  assert.equal(given.join(" "), expected);
});
