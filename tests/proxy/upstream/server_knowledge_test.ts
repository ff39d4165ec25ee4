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

/** A real server, which may be slow to answer where the machine is busy. */
const realServer = (port: number) => ({ port, answerMs: 20_000 });

/** A directory with a spool that is half replayed to `server`. */
class HalfReplayed implements Disposable {
  readonly root = makeTempDir();
  /** Bytes that the server has said it has. */
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

/** What came, without the headers' request and repeated headers. */
function bodies(sink: Sink): string {
  return sink.received.map(({ text }) => text.split("\n\n")[1] ?? "").join("");
}

test("A server that is not asked any more gets the rest, and is told of before", async () => {
  await using server = await TestServer.start();
  using half = await HalfReplayed.by(server);
  const { port } = server.process;
  const options = { port, resumeHeader: false };
  await using bench = await ReplayBench.start(options, half.root);
  bench.replays.resume();
  await bench.drains();
  assert.match(
    bench.log.of("warn").join("\n"),
    new RegExp(`had ${half.taken} bytes of it, it is not asked any more`),
  );
  await server.closes("a");
  const [found] = query(
    server.path("a"),
    "select count(*) as n, count(distinct seq) as d from app_m",
  );
  assert.deepEqual(found, { n: ROWS, d: ROWS });
});

test("Another server gets all of it, also one that tells nothing", async () => {
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

test("After a start with a wrong server the right one goes on where it was", async () => {
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

test("Where nobody answers, what is known of another server stays", async () => {
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

test("A server that has more than is left of a damaged file has all of it", async () => {
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
      // As where a crash kept the last of it, and its answers, from the disk.
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
      new RegExp(`has ${STREAM.length} bytes of it, of which only`),
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

test("A server that tells nothing any more gets the rest", async () => {
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
    new RegExp(`had ${half.taken} bytes of it, it does not tell any more`),
  );
});

test("A server that has lost what it had gets it again, and that is told", async () => {
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

test("What one server has refused is sent to another", async () => {
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
      assert.equal((await bench.drains()).refused, 1);
    }
    await using sink = await Sink.start();
    const options = { port: sink.port, resumeHeader: false };
    await using bench = await ReplayBench.start(options, root);
    bench.replays.resume();
    assert.deepEqual(await bench.drains(), {
      clients: 1,
      bytes: stream.length,
      refused: 0,
    });
    assert.equal(sink.received[0].text, stream);
  } finally {
    removeTempDir(root);
  }
});
