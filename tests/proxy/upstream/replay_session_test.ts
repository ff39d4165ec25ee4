import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import type { SpooledStream } from "../../../proxy/spool/spooled_stream.ts";
import { ReplaySession } from "../../../proxy/upstream/replay_session.ts";
import type { Replayable } from "../../../proxy/upstream/replayable.ts";
import { TupleReader } from "../../../proxy/upstream/tuple_reader.ts";
import { Signal } from "../../../shared/signal.ts";
import { headers, numbered } from "../../_support/hello.ts";
import { waitFor } from "../../_support/wait_for.ts";
import { MemoryServer, storeAll, takeAll } from "../_support/memory_server.ts";
import { ReplayParts } from "../_support/replay_parts.ts";

const HEADERS = headers({ domain: "a" });
const BODY = numbered(0, 3);
const STREAM = HEADERS + BODY;
const FOREIGN = { resumeHeader: false };

/** The headers as the proxy sends them to a server that it asks. */
const asked = ({ id }: SpooledStream, length?: number) =>
  `${HEADERS.slice(0, -1)}oml2-resume: ${id}${
    length === undefined ? "" : ` ${length}`
  }\n\n`;

/** A session for `stream`, and its steps. */
function prepare(parts: ReplayParts, stream: SpooledStream) {
  const replayable: Replayable = {
    stream,
    headerFault: stream.header?.fault,
    reader: new TupleReader(stream),
    signal: new Signal(),
  };
  stream.grown = () => replayable.signal.notify();
  const session = new ReplaySession(replayable, parts);
  const steps: string[] = [];
  const run = () =>
    session.run({
      opened: () => steps.push("opened"),
      begun: (isPlain) => steps.push(isPlain ? "plain" : "begun"),
    });
  return { session, steps, run, signal: replayable.signal };
}

test("ReplaySession sends a stream, and takes the server's last answer", async () => {
  const server = await MemoryServer.start(storeAll);
  await using parts = await ReplayParts.open(server);
  const stream = await parts.stream(STREAM);
  const { session, steps, run } = prepare(parts, stream);
  assert.equal(session.position, 0);
  assert.deepEqual(await run(), { lost: undefined });
  assert.deepEqual(server.received, [asked(stream, STREAM.length) + BODY]);
  assert.deepEqual(steps, ["opened", "plain"]);
  assert.deepEqual(
    [session.isOurs, session.caughtUp, session.busy, session.position],
    [true, true, false, STREAM.length],
  );
  assert.equal(stream.delivery.acknowledged, STREAM.length);
});

test("ReplaySession continues after what the server has, with the definitions before it", async () => {
  const definition = "0\t0\t1\t.\tschema\t2 app_n x:int32\n";
  const before = HEADERS + numbered(0, 1) + definition + numbered(1, 2);
  const server = await MemoryServer.start(async (visit) => {
    await visit.answer(before.length);
    await visit.ends();
    await visit.answer(before.length + BODY.length);
  });
  await using parts = await ReplayParts.open(server);
  const stream = await parts.stream(before + BODY);
  stream.delivery.offer(stream.size);
  const { steps, run } = prepare(parts, stream);
  assert.deepEqual(await run(), { lost: undefined });
  assert.deepEqual(server.received, [
    asked(stream, stream.size) + definition + BODY,
  ]);
  assert.deepEqual(steps, ["opened", "begun"]);
  assert.equal(stream.delivery.acknowledged, stream.size);
});

test("ReplaySession sends a live stream as it grows, in whole tuples", async () => {
  const server = await MemoryServer.start(storeAll);
  await using parts = await ReplayParts.open(server);
  const stream = await parts.stream(`${STREAM}3\t1`, true);
  const { session, run } = prepare(parts, stream);
  const running = run();
  await waitFor("the tuples", () => session.position === STREAM.length);
  assert.equal(session.busy, true);
  stream.append(new TextEncoder().encode("\t3\t3\n"));
  stream.end(parts.bench.spool.clock.now());
  await stream.sync();
  assert.deepEqual(await running, { lost: undefined });
  assert.deepEqual(server.received, [asked(stream) + numbered(0, 4)]);
});

test("ReplaySession reports a server that closes early", async () => {
  const server = await MemoryServer.start((visit) => visit.answer(0));
  await using parts = await ReplayParts.open(server);
  const stream = await parts.stream(STREAM, true);
  const { session, run } = prepare(parts, stream);
  assert.deepEqual(await run(), { lost: "it closed the connection" });
  assert.deepEqual([session.caughtUp, session.silent], [false, false]);
});

test("ReplaySession confirms what a foreign server has taken", async () => {
  const server = await MemoryServer.start(takeAll);
  await using parts = await ReplayParts.open(server, FOREIGN);
  const stream = await parts.stream(STREAM);
  const { session, run } = prepare(parts, stream);
  assert.deepEqual(await run(), { lost: undefined });
  assert.deepEqual(server.received, [STREAM]);
  const { sent, acknowledged } = stream.delivery;
  assert.deepEqual([sent, acknowledged], [STREAM.length, undefined]);
  assert.deepEqual([session.isOurs, session.caughtUp], [false, true]);
});

test("ReplaySession ends a full segment between two tuples", async () => {
  const server = await MemoryServer.start(takeAll);
  const segmentBytes = 100_000;
  await using parts = await ReplayParts.open(server, {
    ...FOREIGN,
    segmentBytes,
  });
  const body = numbered(0, 20_000);
  const stream = await parts.stream(HEADERS + body);
  await prepare(parts, stream).run();
  const [first] = server.received;
  const { sent } = stream.delivery;
  assert.equal(first.length, sent);
  assert.ok(sent >= HEADERS.length + segmentBytes && sent < stream.size);
  assert.equal(first.endsWith("\n"), true);
  await prepare(parts, stream).run();
  const second = server.received[1];
  assert.equal(second.startsWith(HEADERS), true);
  const sentTwice = first + second.slice(HEADERS.length);
  assert.equal((HEADERS + body).startsWith(sentTwice), true);
});

test("ReplaySession ends when it is paused, and is idle when it is stopped", async () => {
  const server = await MemoryServer.start(storeAll);
  await using parts = await ReplayParts.open(server);
  const stream = await parts.stream(STREAM, true);
  const { session, run, signal } = prepare(parts, stream);
  const running = run();
  await waitFor("the tuples", () => session.caughtUp || session.busy);
  await waitFor("the end", () => session.position === STREAM.length);
  parts.state = "stopped";
  signal.notify();
  await waitFor("an idle connection", () => !session.busy);
  parts.state = "paused";
  signal.notify();
  assert.deepEqual(await running, { lost: undefined });
  assert.equal(stream.delivery.acknowledged, STREAM.length);
});

test("ReplaySession does not connect for a stream whose file is damaged", async () => {
  const server = await MemoryServer.start(storeAll);
  await using parts = await ReplayParts.open(server);
  const stream = await parts.stream(STREAM);
  await stream.close();
  rmSync(stream.path);
  const { steps, run } = prepare(parts, stream);
  await assert.rejects(run(), { message: "its file was removed" });
  assert.deepEqual(steps, []);
});
