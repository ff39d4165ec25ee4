import assert from "node:assert/strict";
import { test } from "node:test";
import { waitFor } from "../_support/wait_for.ts";
import { Collector } from "./_support/collector.ts";
import { makeClient } from "./_support/make_client.ts";

const UUID = /^oml2-resume: ([0-9a-f-]{36})\n/m;

/** Bytes of the headers, without the line that asks to resume. */
function headerBytes(sent: string): number {
  const end = sent.indexOf("\n\n") + 2;
  return sent.slice(0, end).replace(UUID, "").length;
}

test("A client keeps unacknowledged tuples, and continues after the acknowledged ones", async () => {
  const answers = [0, 0];
  await using server = await Collector.start((socket, nth) =>
    socket.once("data", () => socket.write(`oml2-resume ${answers[nth]}\n`))
  );
  const delivered: number[] = [];
  const client = makeClient(server.target, {
    resume: true,
    observer: { delivered: (tuples) => delivered.push(tuples) },
  });
  const point = client.define("m", "n:int32");
  point.inject(1);
  await server.gets("0.5\t1\t1\t1\n");
  const late = client.define("late", "n:int32");
  late.inject(2);
  point.inject(3);
  await server.gets("0.5\t1\t2\t3\n");
  assert.deepEqual([client.buffered.tuples, delivered], [4, []]);

  const [sent] = server.received;
  const start = headerBytes(sent);
  const definition = "0.5\t0\t1\t.\tschema\t2 app_late n:int32\n";
  answers[1] = start + "0.5\t1\t1\t1\n".length + definition.length;
  server.breakAll();
  await server.gets("0.5\t1\t2\t3\n", 1);
  assert.deepEqual(delivered, [2]);
  const body = server.body(1);
  assert.equal(body, `${definition}0.5\t2\t1\t2\n0.5\t1\t2\t3\n`);
  const [headers, again] = server.received.map((all) => all.split("\n\n")[0]);
  assert.equal(again, headers);
  assert.match(headers, UUID);
  await assert.rejects(client.close({ timeout: 50 }), { tuples: 2 });
});

test("flush() and close() wait until the server has stored everything", async () => {
  await using server = await Collector.start((socket) =>
    socket.once("data", () => socket.write("oml2-resume 0\n"))
  );
  const client = makeClient(server.target, { resume: true });
  client.define("m", "n:int32").inject(1);
  await server.gets("0.5\t1\t1\t1\n");
  let flushed = false;
  const flushing = client.flush().then(() => flushed = true);
  const closing = client.close();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(flushed, false);
  server.say(`oml2-resume ${headerBytes(server.received[0]) + 10}\n`);
  await Promise.all([flushing, closing]);
  assert.equal(client.delivered, 1);
});

test("A server that has stored everything has confirmed it, even if it resets at the end", async () => {
  await using server = await Collector.start((socket) => {
    socket.once("data", () => socket.write("oml2-resume 0\n"));
    socket.on("end", () => socket.resetAndDestroy());
  });
  const client = makeClient(server.target, { resume: true });
  client.define("m", "n:int32").inject(1);
  await server.gets("0.5\t1\t1\t1\n");
  server.say(`oml2-resume ${headerBytes(server.received[0]) + 10}\n`);
  await client.flush();
  await client.close();
});

test("A server that has forgotten the stream gets the rest as another one", async () => {
  const failures: string[] = [];
  await using server = await Collector.start((socket) =>
    socket.once("data", () => socket.write("oml2-resume 0\n"))
  );
  const client = makeClient(server.target, {
    resume: true,
    observer: { failed: (error) => failures.push(error.message) },
  });
  const point = client.define("m", "n:int32");
  point.inject(1);
  await server.gets("0.5\t1\t1\t1\n");
  server.say(`oml2-resume ${headerBytes(server.received[0]) + 10}\n`);
  await client.flush();
  const late = client.define("late", "n:int32");
  late.inject(2);
  await server.gets("0.5\t2\t1\t2\n");
  server.breakAll();
  await server.gets("0.5\t2\t1\t2\n", 2);
  assert.match(
    failures[0],
    /the server has 0 bytes .* beginning a new stream$/,
  );
  const uuids = server.received.map((sent) => UUID.exec(sent)?.[1]);
  assert.equal(uuids[1], uuids[0]);
  assert.notEqual(uuids[2], uuids[0]);
  assert.match(server.received[2], /schema: 2 app_late n:int32\n/);
  await assert.rejects(client.close({ timeout: 50 }));
});

test("A client without an answer continues as without resuming", async () => {
  await using server = await Collector.start();
  const failures: Error[] = [];
  const client = makeClient(server.target, {
    resume: true,
    observer: { failed: (error) => failures.push(error) },
  });
  client.define("m", "n:int32").inject(1);
  await client.close();
  assert.deepEqual(failures.map(({ name }) => name), ["ResumeError"]);
  assert.equal(server.body(0), "0.5\t1\t1\t1\n");
});

test("A server that disconnects before it answers is asked again", async () => {
  await using server = await Collector.start((socket, nth) => {
    socket.once("data", () => {
      if (nth === 0) socket.end();
      else socket.write("oml2-resume 0\n");
    });
  });
  const failures: Error[] = [];
  const client = makeClient(server.target, {
    resume: true,
    observer: { failed: (error) => failures.push(error) },
  });
  client.define("m", "n:int32").inject(1);
  await server.gets("0.5\t1\t1\t1\n", 1);
  assert.deepEqual(failures, []);
  server.say(`oml2-resume ${headerBytes(server.received[1]) + 10}\n`);
  await client.close();
});

test("A full buffer of a resumable stream drops only tuples that were never sent", async () => {
  await using server = await Collector.start((socket) =>
    socket.once("data", () => socket.write("oml2-resume 0\n"))
  );
  const client = makeClient(server.target, {
    resume: true,
    bufferBytes: 80,
    drop: "oldest",
  });
  const point = client.define("m", "n:int32");
  for (let i = 1; i <= 8; i++) point.inject(i);
  await server.gets("\t8\t8\n");
  assert.equal(point.inject(9), false);
  server.breakAll();
  await waitFor("the second connection", () => server.body(1).length === 80);
  assert.match(server.body(1), /^0\.5\t1\t1\t1\n/);
  assert.equal(client.dropped, 1);
  await assert.rejects(client.close({ timeout: 50 }), { tuples: 8 });
});
