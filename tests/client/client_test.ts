import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { cleanEnv } from "../_support/clean_env.ts";
import {
  type ClientState,
  DefinitionError,
  EncodeError,
  TargetError,
  UnsentError,
} from "../../client/mod.ts";
import { decodeStream } from "../../mod.ts";
import { DeafListener } from "../_support/deaf_listener.ts";
import { waitFor } from "../_support/wait_for.ts";
import { within } from "../_support/within.ts";
import { Collector } from "./_support/collector.ts";
import { freePort } from "../_support/free_port.ts";
import { makeClient } from "./_support/make_client.ts";

const HEADERS = "protocol: 5\ndomain: demo\nstart-time: 1000\n" +
  "sender-id: node-1\napp-name: app\n" +
  "schema: 0 _experiment_metadata subject:string key:string value:string\n";

test("A client sends headers, schemas and tuples, and waits for the server's close", async () => {
  await using server = await Collector.start();
  const client = makeClient(server.target);
  const lin = client.define("lin", "label:string seq:uint32 angle:double");
  const flags = client.define("flags", "on:bool");
  assert.equal(lin.inject("first", 1, 0.5), true);
  assert.equal(flags.inject(true), true);
  assert.equal(lin.injectNamed({ angle: null, label: "2nd", seq: 2 }), true);
  await client.close();
  assert.equal(client.state, "closed");
  assert.deepEqual(server.received, [
    `${HEADERS}schema: 1 app_lin label:string seq:uint32 angle:double\n` +
    "schema: 2 app_flags on:bool\ncontent: text\n\n" +
    "0.5\t1\t1\tfirst\t1\t0.5\n0.5\t2\t1\tT\n0.5\t1\t2\t2nd\t2\tnan\n",
  ]);
  assert.deepEqual([client.delivered, client.dropped], [3, 0]);
});

test("A client sends binary if requested", async () => {
  await using server = await Collector.start();
  const client = makeClient(server.target, { content: "binary" });
  client.define("m", "n:int64 xs:[double]").inject(7n, [0.5, 1]);
  await client.close();
  const sent = Uint8Array.from(server.received[0], (c) => c.charCodeAt(0));
  const tuples: unknown[] = [];
  for await (const event of decodeStream([sent])) {
    if (event.type === "header") assert.equal(event.header.content, "binary");
    if (event.type === "tuple") tuples.push([event.timestamp, event.values]);
  }
  assert.deepEqual(tuples, [[0.5, [7n, [0.5, 1]]]]);
});

test("A point defined after the headers is announced by a tuple", async () => {
  await using server = await Collector.start();
  const client = makeClient(server.target);
  client.define("early", "n:int32").inject(1);
  await server.gets("\t1\n");
  client.define("late", "n:int32").inject(2);
  await client.close();
  assert.equal(
    server.body(0),
    "0.5\t1\t1\t1\n0.5\t0\t1\t.\tschema\t2 app_late n:int32\n0.5\t2\t1\t2\n",
  );
});

test("describe() sends metadata of the experiment, a point, or a field", async () => {
  await using server = await Collector.start();
  const client = makeClient(server.target);
  const lin = client.define("lin", "angle:double");
  client.describe("version", "1.2");
  lin.describe("why", "to\tsee");
  lin.describe("unit", "radian", "angle");
  assert.throws(() => lin.describe("unit", "m", "length"), {
    name: "DefinitionError",
    message: "Cannot describe field length of app_lin: it has no such field",
  });
  assert.throws(() => client.describe("domain", "x"), DefinitionError);
  await client.close();
  assert.equal(
    server.body(0),
    "0.5\t0\t1\t.\tversion\t1.2\n0.5\t0\t2\t.app_lin\twhy\tto\\tsee\n" +
      "0.5\t0\t3\t.app_lin.angle\tunit\tradian\n",
  );
});

test("A client connects when it has something to send, and reports its states", async () => {
  await using server = await Collector.start();
  const states: ClientState[] = [];
  const ports: number[] = [];
  const client = makeClient(server.target, {
    observer: {
      stateChanged: (state, local) => {
        states.push(state);
        if (local !== undefined) ports.push(local.port);
      },
    },
  });
  const point = client.define("m", "n:int32");
  assert.equal(client.state, "idle");
  await client.flush();
  assert.equal(server.received.length, 0);
  point.inject(1);
  await client.flush();
  assert.deepEqual(ports, [client.localAddress?.port]);
  await client.close();
  assert.deepEqual(states, ["connecting", "connected", "closed"]);
});

test("A client without a tuple never connects", async () => {
  await using server = await Collector.start();
  const client = makeClient(server.target);
  client.define("m", "n:int32");
  await client.close();
  assert.equal(server.received.length, 0);
});

test("A client sends headers with all schemas after a break, and continues its numbers", async () => {
  await using server = await Collector.start();
  const client = makeClient(server.target);
  const point = client.define("m", "n:int32");
  point.inject(1);
  await server.gets("0.5\t1\t1\t1\n");
  const late = client.define("late", "n:int32");
  await server.gets("schema\t2 app_late");
  server.breakAll();
  await waitFor("the break", () => client.state !== "connected");
  point.inject(2);
  late.inject(3);
  await client.close();
  assert.equal(
    server.received[1],
    `${HEADERS}schema: 1 app_m n:int32\nschema: 2 app_late n:int32\n` +
      "content: text\n\n0.5\t1\t2\t2\n0.5\t2\t1\t3\n",
  );
});

test("A client closed by the server for being idle stays idle", async () => {
  await using server = await Collector.start();
  const failures: Error[] = [];
  const client = makeClient(server.target, {
    observer: { failed: (error) => failures.push(error) },
  });
  const point = client.define("m", "n:int32");
  point.inject(1);
  await server.gets("\t1\n");
  server.endAll();
  await waitFor("the idle state", () => client.state === "idle");
  point.inject(2);
  await server.gets("\t2\t2\n", 1);
  assert.deepEqual([server.received.length, failures], [2, []]);
  await client.close();
});

test("An unreachable server is retried, and reported", async () => {
  const port = await freePort();
  const failures: string[] = [];
  const client = makeClient(`127.0.0.1:${port}`, {
    observer: { failed: (error) => failures.push(error.message) },
  });
  client.define("m", "n:int32").inject(1);
  await waitFor("the first failure", () => client.state === "waiting");
  assert.equal(failures.length, 1);
  assert.match(failures[0], /^Cannot send to tcp:127\.0\.0\.1:\d+: .*refused/i);
  await using server = await Collector.start(undefined, port);
  await server.gets("0.5\t1\t1\t1\n");
  await client.close();
});

test("close() and flush() return the number of undelivered tuples in their error", async () => {
  const client = makeClient(`127.0.0.1:${await freePort()}`);
  const point = client.define("m", "n:int32");
  point.inject(1);
  point.inject(2);
  const flushed = client.flush();
  const closed = client.close({ timeout: 50 });
  const unsent = (error: unknown) =>
    error instanceof UnsentError && error.tuples === 2;
  await Promise.all([
    assert.rejects(closed, unsent),
    assert.rejects(flushed, unsent),
  ]);
  assert.equal(client.close(), closed);
  await assert.rejects(client.flush(), unsent);
});

test("close() waits at most its timeout for a server that does not close", async () => {
  await using server = await Collector.start();
  const client = makeClient(server.target);
  client.define("m", "n:int32").inject(1);
  await client.close({ timeout: 5_000 });
  await using silent = await Collector.start((socket) => socket.pause());
  const other = makeClient(silent.target);
  other.define("m", "n:int32").inject(1);
  await assert.rejects(
    other.close({ timeout: 200 }),
    (error) =>
      error instanceof UnsentError && error.tuples === 0 &&
      /has not confirmed the end/.test(error.message),
  );
});

test("A server that resets instead of closing has confirmed nothing", async () => {
  await using server = await Collector.start((socket) =>
    socket.on("end", () => socket.resetAndDestroy())
  );
  const client = makeClient(server.target);
  client.define("m", "n:int32").inject(1);
  await assert.rejects(client.close({ timeout: 5_000 }), UnsentError);
});

test("close() leaves nothing that keeps the process alive", async () => {
  using deaf = await DeafListener.start();
  const script = new URL("./_support/close_client.ts", import.meta.url);
  const isDeno = process.versions.deno !== undefined;
  const args = isDeno ? ["run", "-A", "--no-check"] : [];
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [...args, fileURLToPath(script), `127.0.0.1:${deaf.port}`],
    { env: cleanEnv(), stdio: ["ignore", "pipe", "inherit"] },
  );
  const [said] = await once(child.stdout, "data");
  assert.equal(`${said}`, "UnsentError 1\n");
  const [status] = await within(
    once(child, "exit"),
    10_000,
    "It does not exit",
  );
  assert.equal(status, 0);
  assert.ok(performance.now() - began < 10_000);
});

test("A tuple injected into a closed client is dropped", async () => {
  await using server = await Collector.start();
  const client = makeClient(server.target);
  const point = client.define("m", "n:int32");
  await client.close();
  assert.equal(point.inject(1), false);
  assert.equal(client.dropped, 1);
});

test("A full buffer drops the newest tuples, and their numbers are missing", async () => {
  const port = await freePort();
  let dropped = 0;
  const client = makeClient(`127.0.0.1:${port}`, {
    bufferBytes: 100,
    observer: { dropped: (tuples) => dropped += tuples },
  });
  const point = client.define("m", "n:int32");
  const taken = Array.from({ length: 20 }, (_, i) => point.inject(i));
  assert.deepEqual(taken.indexOf(false), 10); // of 10 bytes each
  assert.deepEqual([dropped, client.dropped], [10, 10]);
  await using server = await Collector.start(undefined, port);
  await client.flush();
  point.inject(20);
  await client.close();
  const numbers = server.body(0).trim().split("\n").map((line) =>
    Number(line.split("\t")[2])
  );
  assert.deepEqual(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 21]);
});

test("A full buffer drops the oldest tuples if requested", async () => {
  const port = await freePort();
  const client = makeClient(`127.0.0.1:${port}`, {
    bufferBytes: 200,
    drop: "oldest",
  });
  const point = client.define("m", "n:int32");
  for (let i = 0; i < 100; i++) assert.equal(point.inject(i), true);
  const { bytes, tuples } = client.buffered;
  assert.ok(bytes <= 220, `${bytes} bytes`);
  assert.equal(client.dropped, 100 - tuples);
  await using server = await Collector.start(undefined, port);
  await client.close();
  const numbers = server.body(0).trim().split("\n").map((line) =>
    Number(line.split("\t")[2])
  );
  assert.equal(numbers.length, tuples);
  assert.equal(numbers[0], 101 - tuples);
  assert.equal(numbers.at(-1), 100);
});

test("inject() never waits for a server that does not read, and memory is bounded", async () => {
  await using server = await Collector.start((socket) => socket.pause());
  const bufferBytes = 100_000;
  const client = makeClient(server.target, { bufferBytes });
  const point = client.define("m", "text:string");
  const text = "x".repeat(1_000);
  for (let i = 0; i < 20; i++) {
    for (let j = 0; j < 1_000; j++) point.inject(text);
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(client.buffered.bytes < bufferBytes + 2_000);
  }
  assert.ok(client.dropped > 0);
  assert.equal(client.dropped + client.delivered + client.buffered.tuples, 2e4);
  // How much the system still accepts is up to it.
  await Promise.allSettled([client.close({ timeout: 50 })]);
});

test("A caller that awaits room() loses nothing", async () => {
  await using server = await Collector.start();
  const client = makeClient(server.target, { bufferBytes: 4_000 });
  const point = client.define("m", "n:int32");
  for (let i = 0; i < 10_000; i++) {
    await client.room();
    point.inject(i);
  }
  await client.close();
  assert.equal(client.dropped, 0);
  assert.equal(server.body(0).split("\n").length - 1, 10_000);
});

test("Invalid options are rejected at once", async () => {
  assert.throws(() => makeClient("gopher:x:y"), TargetError);
  assert.throws(() => makeClient("localhost", { domain: "a/b" }), EncodeError);
  const client = makeClient("localhost");
  client.define("m", "n:int32");
  assert.throws(() => client.define("M", "n:int32"), DefinitionError);
  assert.throws(() => client.define("a-b", "n:int32"), {
    name: "DefinitionError",
    message: /^Cannot define app_a-b: Cannot use schema: its name must match/,
  });
  // @ts-expect-error: values of a type that does not exist
  assert.throws(() => client.define("x", "n:int33").inject(1), DefinitionError);
  await client.close();
});

test("A value that cannot be sent is rejected, and leaves no gap", async () => {
  await using server = await Collector.start();
  const client = makeClient(server.target);
  const point = client.define("m", "n:int32");
  assert.throws(() => point.inject(2 ** 31), EncodeError);
  point.inject(1);
  await client.close();
  assert.equal(server.body(0), "0.5\t1\t1\t1\n");
});

test("Binary supports 255 points", async () => {
  const client = makeClient("localhost", { content: "binary" });
  for (let i = 1; i <= 255; i++) client.define(`m${i}`, "n:int32");
  assert.throws(() => client.define("m256", "n:int32"), {
    message: /binary supports 255 points and fields; use text/,
  });
  await client.close();
});

test("A client closes at the end of its scope", async () => {
  await using server = await Collector.start();
  {
    await using client = makeClient(server.target);
    client.define("m", "n:int32").inject(1);
  }
  assert.equal(server.body(0), "0.5\t1\t1\t1\n");
});

test("Time stamps count from a whole second, in microseconds", async () => {
  await using server = await Collector.start();
  const before = Date.now() / 1000;
  const client = makeClient(server.target, { clock: undefined });
  client.define("m", "n:int32").inject(1);
  await client.close();
  const [, start] = /start-time: (\d+)\n/.exec(server.received[0]) ?? [];
  const [stamp] = server.body(0).split("\t");
  assert.match(stamp, /^\d+(\.\d{1,6})?$/);
  const time = Number(start) + Number(stamp);
  assert.ok(Math.abs(time - before) < 5, `${time} ${before}`);
});
