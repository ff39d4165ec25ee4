import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Replayed,
  StreamReplay,
} from "../../../proxy/upstream/stream_replay.ts";
import { headers, numbered } from "../../_support/hello.ts";
import { waitFor } from "../../_support/wait_for.ts";
import { MemoryServer, storeAll, takeAll } from "../_support/memory_server.ts";
import { ReplayParts } from "../_support/replay_parts.ts";

const HEADERS = headers({ domain: "a" });
const STREAM = HEADERS + numbered(0, 3);
const DELIVERED: Replayed = { kind: "delivered" };
const LEFT: Replayed = { kind: "left" };

test("StreamReplay delivers a stream over as many connections as it takes", async () => {
  let visits = 0;
  const server = await MemoryServer.start((visit) =>
    ++visits < 3 ? visit.answer(0) : storeAll(visit)
  );
  await using parts = await ReplayParts.open(server);
  const stream = await parts.stream(STREAM);
  const replay = new StreamReplay(stream, parts);
  assert.equal(replay.status, "waiting");
  assert.deepEqual(await replay.run(), DELIVERED);
  assert.equal(server.visits.length, 3);
  assert.deepEqual([replay.sent, stream.waiting], [STREAM.length, 0]);
});

test("StreamReplay delivers to a foreign server what that has taken", async () => {
  const server = await MemoryServer.start(takeAll);
  await using parts = await ReplayParts.open(server, { resumeHeader: false });
  const stream = await parts.stream(STREAM);
  assert.deepEqual(await new StreamReplay(stream, parts).run(), DELIVERED);
  assert.deepEqual(server.received, [STREAM]);
});

test("StreamReplay gives up a stream whose headers the server rejects twice", async () => {
  const server = await MemoryServer.start(() => Promise.resolve());
  await using parts = await ReplayParts.open(server);
  const stream = await parts.stream("domain: a\nprotocol: 9\n\n0\t1\n");
  const reason = 'Cannot speak this protocol version, must be 1 to 5: "9"';
  const replayed = await new StreamReplay(stream, parts).run();
  assert.deepEqual(replayed, { kind: "rejected", reason });
  assert.equal(server.visits.length, 2);
});

test("StreamReplay sends nothing of a stream whose headers never end", async () => {
  const server = await MemoryServer.start(takeAll);
  await using parts = await ReplayParts.open(server);
  const reasons = { "domain: a\n": "its headers never end" };
  for (const [text, reason] of Object.entries(reasons)) {
    const stream = await parts.stream(text);
    const replayed = await new StreamReplay(stream, parts).run();
    assert.deepEqual(replayed, { kind: "rejected", reason });
  }
  assert.deepEqual(server.visits, []);
});

test("StreamReplay waits until the replay runs, and ends when it is left", async () => {
  const server = await MemoryServer.start(storeAll);
  await using parts = await ReplayParts.open(server);
  parts.state = "paused";
  const replays = [
    new StreamReplay(await parts.stream(STREAM), parts),
    new StreamReplay(await parts.stream(HEADERS, true), parts),
    new StreamReplay(await parts.stream("domain: a\n", true), parts),
  ];
  const running = replays.map((replay) => replay.run());
  for (const replay of replays) replay.leave();
  assert.deepEqual(await Promise.all(running), [LEFT, LEFT, LEFT]);
  assert.deepEqual(server.visits, []);
});

test("StreamReplay reports whether a live stream has something left to send", async () => {
  const server = await MemoryServer.start(async (visit) => {
    await visit.answer(0);
    await visit.until((text) => text.endsWith("\n2\t1\t2\t2\n"));
    await visit.answer(STREAM.length);
    await visit.ends();
    await visit.answer(STREAM.length);
  });
  await using parts = await ReplayParts.open(server);
  const incomplete = await parts.stream("domain: a\n", true);
  assert.equal(new StreamReplay(incomplete, parts).caughtUp, true);
  const stream = await parts.stream(STREAM, true);
  const replay = new StreamReplay(stream, parts);
  assert.equal(replay.caughtUp, false);
  const running = replay.run();
  await waitFor("the answer", () => replay.caughtUp);
  assert.deepEqual([replay.status, replay.tuples], ["idle", 3]);
  stream.end(parts.bench.spool.clock.now());
  assert.deepEqual(await running, DELIVERED);
  assert.equal(replay.caughtUp, false);
});

test("StreamReplay retries while the server is away, which is logged once", async () => {
  const server = await MemoryServer.start(storeAll);
  await using parts = await ReplayParts.open(server, { port: 3004 });
  const stream = await parts.stream(STREAM);
  const replay = new StreamReplay(stream, parts);
  const running = replay.run();
  await waitFor("a warning", () => parts.log.lines.length > 0);
  const listener = await server.runtime.listen(3004);
  assert.equal(await listener.accept() === null, false);
  replay.leave();
  parts.state = "paused";
  replay.wake();
  listener.close();
  assert.deepEqual(await running, LEFT);
  assert.deepEqual(parts.log.of("warn"), [
    "warn: localhost:3004: away (Connection refused: localhost:3004); retrying",
  ]);
});

test("StreamReplay shows why a stream is not replayed", async () => {
  const server = await MemoryServer.start(storeAll);
  await using parts = await ReplayParts.open(server);
  const stream = await parts.stream(STREAM);
  const replay = new StreamReplay(stream, parts);
  assert.equal(replay.rejected, undefined);
  stream.delivery.turnTo(parts.upstream.name);
  stream.delivery.reject("It is nonsense");
  assert.deepEqual(
    [replay.rejected, replay.status],
    ["It is nonsense", "refused"],
  );
  const other = await parts.stream(STREAM);
  other.delivery.turnTo("another:1");
  other.delivery.reject("It is nonsense");
  assert.equal(new StreamReplay(other, parts).rejected, undefined);
  replay.fail("no memory");
  assert.equal(replay.rejected, "no memory");
});
