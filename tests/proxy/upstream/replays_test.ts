import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_PROXY_OPTIONS } from "../../../proxy/options.ts";
import type { SpooledStream } from "../../../proxy/spool/spooled_stream.ts";
import { type Drained, Replays } from "../../../proxy/upstream/replays.ts";
import { headers, numbered } from "../../_support/hello.ts";
import { waitFor } from "../../_support/wait_for.ts";
import { MemoryServer, storeAll, takeAll } from "../_support/memory_server.ts";
import { ReplayParts } from "../_support/replay_parts.ts";

const HEADERS = headers({ domain: "a" });
const STREAM = HEADERS + numbered(0, 3);
const SIZE = STREAM.length;

/** Replays of the spool of `parts`, and what they have reported. */
class TestReplays {
  readonly drained: Drained[] = [];
  readonly finished: SpooledStream[] = [];
  readonly replays: Replays;

  constructor(parts: ReplayParts) {
    this.replays = new Replays({
      upstream: parts.upstream,
      options: parts.options,
      spool: parts.bench.spool,
      spoolOptions: DEFAULT_PROXY_OPTIONS.spool,
      log: parts.log,
      drained: (drained) => this.drained.push(drained),
      finished: (stream) => this.finished.push(stream),
    });
  }

  async untilDrained(times: number): Promise<void> {
    await waitFor("DRAINED", () => this.drained.length >= times);
  }
}

test("Replays sends all streams of a spool on command, and removes them", async () => {
  const server = await MemoryServer.start(storeAll);
  await using parts = await ReplayParts.open(server);
  const streams = [await parts.stream(STREAM), await parts.stream(STREAM)];
  const test = new TestReplays(parts);
  const { replays } = test;
  assert.equal(replays.state, "paused");
  const { rate: _, ...before } = replays.progress;
  assert.deepEqual(before, { sent: 0, total: 2 * SIZE, tuples: 0 });
  replays.resume();
  await test.untilDrained(1);
  await replays.close();
  assert.deepEqual(test.drained, [
    { clients: 2, bytes: 2 * SIZE, rejected: 0 },
  ]);
  assert.deepEqual(new Set(test.finished), new Set(streams));
  assert.deepEqual([[...replays.all], parts.bench.spool.streams.size], [[], 0]);
  const { rate: __, ...after } = replays.progress;
  assert.deepEqual(after, { sent: 2 * SIZE, total: 2 * SIZE, tuples: 6 });
});

test("Replays keeps a stream that the server rejects, and reports it", async () => {
  const server = await MemoryServer.start(() => Promise.resolve());
  await using parts = await ReplayParts.open(server);
  const stream = await parts.stream("protocol: 9\n\n0\t1\n");
  const test = new TestReplays(parts);
  test.replays.resume();
  await test.untilDrained(1);
  await test.replays.close();
  assert.deepEqual(test.drained, [{ clients: 0, bytes: 0, rejected: 1 }]);
  assert.deepEqual(parts.log.of("error"), [
    `error: ${stream.path}: rejected, and kept: ${stream.delivery.rejected}`,
  ]);
  assert.deepEqual([...parts.bench.spool.streams], [stream]);
  const again = new TestReplays(parts);
  again.replays.resume();
  await again.untilDrained(1);
  assert.deepEqual(again.drained, test.drained);
  await again.replays.close();
});

test("Replays reports DRAINED for each RESUME, counting from the last report", async () => {
  const server = await MemoryServer.start(async (visit) => {
    await visit.answer(0);
    await visit.until((text) => text.endsWith("\n2\t1\t2\t2\n"));
    await visit.answer(SIZE);
    await visit.ends();
    await visit.answer(SIZE);
  });
  await using parts = await ReplayParts.open(server);
  await parts.stream(STREAM, true);
  const test = new TestReplays(parts);
  test.replays.resume();
  await test.untilDrained(1);
  test.replays.resume();
  await test.untilDrained(2);
  await test.replays.close();
  assert.deepEqual(test.drained, [
    { clients: 1, bytes: SIZE, rejected: 0 },
    { clients: 0, bytes: 0, rejected: 0 },
  ]);
});

test("Replays reports DRAINED only after the last segment to a foreign server", async () => {
  const server = await MemoryServer.start(takeAll);
  await using parts = await ReplayParts.open(server, {
    resumeHeader: false,
    segmentBytes: 50_000,
    segmentQuietMs: 0,
  });
  const text = HEADERS + numbered(0, 20_000);
  await parts.stream(text, true);
  const test = new TestReplays(parts);
  test.replays.resume();
  await test.untilDrained(1);
  assert.deepEqual(test.drained, [
    { clients: 1, bytes: text.length, rejected: 0 },
  ]);
  assert.ok(server.visits.length > 1);
  await test.replays.close();
});

test("Replays.halt() resolves when no connection is in use", async () => {
  const server = await MemoryServer.start(storeAll);
  await using parts = await ReplayParts.open(server);
  await parts.stream(STREAM, true);
  const { replays } = new TestReplays(parts);
  replays.resume();
  const [replay] = replays.all;
  await waitFor("the tuples", () => replay.sent === SIZE);
  await replays.halt("stopped");
  assert.deepEqual([replays.state, replay.busy], ["stopped", false]);
  assert.equal(server.visits.length, 1);
  await replays.halt("paused");
  assert.equal(replay.busy, false);
  await replays.close();
});

test("Replays sends a stream that is added later", async () => {
  const server = await MemoryServer.start(storeAll);
  await using parts = await ReplayParts.open(server);
  const test = new TestReplays(parts);
  test.replays.resume();
  await test.untilDrained(1);
  test.replays.add(await parts.stream(STREAM));
  await test.untilDrained(2);
  assert.deepEqual(test.drained[1], { clients: 1, bytes: SIZE, rejected: 0 });
  await test.replays.close();
});
