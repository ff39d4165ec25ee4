import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { once } from "node:events";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { test } from "node:test";
import { freePort } from "../../_support/free_port.ts";
import { headers, numbered } from "../../_support/hello.ts";
import { Sink } from "../../_support/sink.ts";
import { query } from "../../_support/sqlite.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { TestServer } from "../../_support/test_server.ts";
import { waitFor } from "../../_support/wait_for.ts";
import { ReplayBench } from "../_support/replay_bench.ts";

const ROWS = 20_000;
const HEADERS = headers({ domain: "a" });
const STREAM = HEADERS + numbered(0, ROWS);

/** A real server, which may answer slowly on a busy machine. */
const realServer = (port: number) => ({ port, answerMs: 20_000 });

/** A directory with a spool that is half replayed to `server`. */
class HalfReplayed implements Disposable {
  readonly root = makeTempDir();
  /** Bytes that the server reported as stored. */
  taken = 0;

  static async by(server: TestServer): Promise<HalfReplayed> {
    const half = new HalfReplayed();
    const { port } = server.process;
    const options = { ...realServer(port), bytesPerSecond: 100_000 };
    await using bench = await ReplayBench.start(options, half.root);
    const { delivery } = await bench.add(STREAM);
    bench.replays.resume();
    await waitFor("a part", () => delivery.taken > HEADERS.length);
    await bench.replays.halt("paused");
    half.taken = delivery.taken;
    assert.ok(half.taken < STREAM.length);
    return half;
  }

  [Symbol.dispose](): void {
    removeTempDir(this.root);
  }
}

/** Received bodies, without headers. */
function bodies(sink: Sink): string {
  return sink.received.map(({ text }) => text.split("\n\n")[1] ?? "").join("");
}

test("With --no-resume-header, a known server gets the rest, after a warning", async () => {
  await using server = await TestServer.start();
  using half = await HalfReplayed.by(server);
  const { port } = server.process;
  const options = { port, resumeHeader: false };
  await using bench = await ReplayBench.start(options, half.root);
  bench.replays.resume();
  await bench.drains();
  assert.match(
    bench.log.of("warn").join("\n"),
    new RegExp(`had ${half.taken} bytes of it, it is no longer asked`),
  );
  await server.closes("a");
  const [found] = query(
    server.path("a"),
    "select count(*) as n, count(distinct seq) as d from app_m",
  );
  assert.deepEqual(found, { n: ROWS, d: ROWS });
});

test("Another server gets the whole stream, even if it reports nothing", async () => {
  await using server = await TestServer.start();
  using half = await HalfReplayed.by(server);
  await using sink = await Sink.start();
  await using bench = await ReplayBench.start({ port: sink.port }, half.root);
  bench.replays.resume();
  const { bytes } = await bench.drains();
  assert.equal(bytes, STREAM.length);
  assert.equal(bodies(sink), numbered(0, ROWS));
  assert.match(
    bench.log.of("warn").join("\n"),
    new RegExp(
      `:${server.process.port} has ${half.taken} bytes of it; sending`,
    ),
  );
});

test("After a start with a wrong server, the right one continues where it was", async () => {
  await using server = await TestServer.start();
  using half = await HalfReplayed.by(server);
  const wrong = createServer((socket) => {
    socket.on("error", () => undefined).once("data", () => socket.destroy());
  }).listen(0, "127.0.0.1");
  await once(wrong, "listening");
  try {
    const { port } = wrong.address() as { port: number };
    await using bench = await ReplayBench.start({ port }, half.root);
    const [{ delivery }] = bench.spool.streams;
    bench.replays.resume();
    await waitFor("its headers", () => delivery.server === `127.0.0.1:${port}`);
  } finally {
    wrong.close();
  }
  const { port } = server.process;
  await using bench = await ReplayBench.start(realServer(port), half.root);
  bench.replays.resume();
  await bench.drains();
  await server.closes("a");
  const [found] = query(
    server.path("a"),
    "select count(*) as n, count(distinct seq) as d from app_m",
  );
  assert.deepEqual(found, { n: ROWS, d: ROWS });
});

test("A server that can't be reached changes nothing that is known of another", async () => {
  await using server = await TestServer.start();
  using half = await HalfReplayed.by(server);
  const port = await freePort();
  await using bench = await ReplayBench.start({ port }, half.root);
  const [{ delivery }] = bench.spool.streams;
  bench.replays.resume();
  await waitFor("a try", () => bench.log.of("warn").length > 0);
  assert.equal(delivery.server, `127.0.0.1:${server.process.port}`);
  assert.equal(delivery.acknowledged, half.taken);
});

test("A stream is delivered if the server has more than is left of its damaged file", async () => {
  await using server = await TestServer.start();
  const { port } = server.process;
  const root = makeTempDir();
  try {
    {
      await using bench = await ReplayBench.start(realServer(port), root);
      const stream = await bench.addLive(HEADERS + numbered(0, 10));
      await stream.sync();
      stream.append(Buffer.from(numbered(10, ROWS)));
      stream.end(bench.spool.clock.now());
      await stream.sync();
      const before = readFileSync(`${stream.path}.journal`);
      bench.replays.resume();
      await bench.drains();
      // As if a crash had lost the last lines of the journal.
      writeFileSync(`${stream.path}.journal`, before);
      truncateSync(stream.path, HEADERS.length + 200);
    }
    await using bench = await ReplayBench.start(realServer(port), root);
    const [stream] = bench.spool.streams;
    assert.ok(stream.size > 0 && stream.size < STREAM.length);
    bench.replays.resume();
    await bench.drains();
    assert.match(
      bench.log.of("warn").join("\n"),
      new RegExp(`has ${STREAM.length} bytes, but the file only`),
    );
    await server.closes("a");
    const [found] = query(
      server.path("a"),
      "select count(*) as n, count(distinct seq) as d from app_m",
    );
    assert.deepEqual(found, { n: ROWS, d: ROWS });
  } finally {
    removeTempDir(root);
  }
});

test("A server that no longer reports anything gets the rest", async () => {
  const port = await freePort();
  const at = ["-l", `127.0.0.1:${port}`];
  await using server = await TestServer.start(...at);
  using half = await HalfReplayed.by(server);
  await server.stop();
  await using sink = await Sink.start({ port });
  await using bench = await ReplayBench.start({ port }, half.root);
  bench.replays.resume();
  await bench.drains();
  assert.equal(bodies(sink), STREAM.slice(half.taken));
  assert.match(
    bench.log.of("warn").join("\n"),
    new RegExp(`had ${half.taken} bytes of it, it no longer answers`),
  );
});

test("A server that has lost data gets it again, with a warning", async () => {
  const port = await freePort();
  const at = ["-l", `127.0.0.1:${port}`];
  await using server = await TestServer.start(...at);
  using half = await HalfReplayed.by(server);
  await server.stop();
  await using other = await TestServer.start(...at);
  await using bench = await ReplayBench.start(realServer(port), half.root);
  bench.replays.resume();
  await bench.drains();
  assert.match(
    bench.log.of("warn").join("\n"),
    new RegExp(`has only ${HEADERS.length} of the ${half.taken} bytes`),
  );
  await other.closes("a");
  const [found] = query(
    other.path("a"),
    "select count(*) as n, count(distinct seq) as d from app_m",
  );
  assert.deepEqual(found, { n: ROWS, d: ROWS });
});

test("A stream that one server rejected is sent to another", async () => {
  const root = makeTempDir();
  try {
    await using server = await TestServer.start();
    const stream =
      headers({ domain: "a", schemas: ["1 app_m rx-bytes:int32"] }) +
      numbered(0, 5);
    {
      const options = realServer(server.process.port);
      await using bench = await ReplayBench.start(options, root);
      await bench.add(stream);
      bench.replays.resume();
      assert.equal((await bench.drains()).rejected, 1);
    }
    await using sink = await Sink.start();
    const options = { port: sink.port, resumeHeader: false };
    await using bench = await ReplayBench.start(options, root);
    bench.replays.resume();
    assert.deepEqual(await bench.drains(), {
      clients: 1,
      bytes: stream.length,
      rejected: 0,
    });
    assert.equal(sink.received[0].text, stream);
  } finally {
    removeTempDir(root);
  }
});
