import assert from "node:assert/strict";
import { test } from "node:test";
import { type MemoryOutgoing, MemoryRuntime } from "../../../ports/memory.ts";
import { Operator } from "../../../proxy/control/operator.ts";
import { bytes, latin1 } from "../../_support/packet.ts";
import { waitFor } from "../../_support/wait_for.ts";

/** An operator, and its end of the connection. */
interface Connected {
  readonly operator: Operator;
  readonly remote: MemoryOutgoing;
  readonly heard: () => string;
}

async function connect(): Promise<Connected> {
  const runtime = new MemoryRuntime();
  const listener = await runtime.listen(3004);
  let heard = "";
  const remote = await runtime.connect(3004, "localhost", (chunk) => {
    heard += latin1(chunk);
  });
  const connection = await listener.accept();
  if (connection === null) throw new TypeError("The listener is closed");
  const operator = new Operator(connection, "someone");
  return { operator, remote, heard: () => heard };
}

test("Operator reads until the connection ends", async () => {
  const { operator, remote } = await connect();
  await remote.write(bytes("STATUS\n"));
  const chunk = await operator.read();
  assert.equal(chunk && latin1(chunk), "STATUS\n");
  await remote.end();
  assert.equal(await operator.read(), undefined);
});

test("Operator sends answers and announcements in order", async () => {
  const { operator, heard } = await connect();
  const sending = operator.send(["one", "two"]);
  assert.equal(operator.announce("three"), true);
  assert.equal(await operator.send(["four"]), true);
  assert.equal(await sending, true);
  await waitFor("the lines", () => heard() === "one\ntwo\nthree\nfour\n");
});

test("Operator reports that the connection is lost", async () => {
  const { operator, remote } = await connect();
  remote.close();
  assert.equal(await operator.send(["lost"]), false);
});

test("Operator queues at most a thousand announcements", async () => {
  const { operator, remote } = await connect();
  for (let i = 0; i < 1_000; i++) assert.equal(operator.announce("line"), true);
  assert.equal(operator.announce("line"), false);
  remote.close();
  await operator.send([]);
});

test("Operator stops reading, and can still be sent an answer", async () => {
  const { operator, heard } = await connect();
  const reading = operator.read();
  operator.stop();
  assert.equal(await reading, undefined);
  await operator.send(["ERROR"]);
  operator.close();
  await waitFor("the answer", () => heard() === "ERROR\n");
});
