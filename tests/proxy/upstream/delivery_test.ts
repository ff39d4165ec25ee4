import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { StreamReadError } from "../../../proxy/spool/stream_file_error.ts";
import { headers, numbered } from "../../_support/hello.ts";
import { Sink } from "../../_support/sink.ts";
import { waitFor } from "../../_support/wait_for.ts";
import { ReplayBench } from "../_support/replay_bench.ts";

const GOOD = headers({ domain: "a" }) + numbered(0, 1);

/** A stream that our own server rejects. */
const FAULTY = headers({ domain: "a", schemas: ["1 app_m rx-bytes:int32"] }) +
  numbered(0, 1);

test("A foreign server that closes first has rejected the stream, including what it has read", async () => {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await using bench = await ReplayBench.start({
    port,
    resumeHeader: false,
    objectionMs: 1_000,
  });
  const faulty = await bench.add(FAULTY);
  const good = await bench.add(GOOD);
  bench.replays.resume();
  await waitFor("a rejection", () => faulty.delivery.rejected !== undefined);
  await waitFor(
    "another try",
    () => [...bench.replays.all].some(({ status }) => status === "retrying"),
  );
  assert.equal(good.delivery.taken, 0);
  server.close();
  await once(server, "close");

  await using sink = await Sink.start({ port });
  assert.deepEqual(await bench.drains(), {
    clients: 1,
    bytes: GOOD.length,
    rejected: 1,
  });
  assert.deepEqual(sink.received.map(({ text }) => text), [GOOD]);
});

test("A foreign server may accept what our own server rejects", async () => {
  await using sink = await Sink.start();
  const options = { port: sink.port, resumeHeader: false };
  await using bench = await ReplayBench.start(options);
  await bench.add(FAULTY);
  bench.replays.resume();
  const bytes = FAULTY.length;
  assert.deepEqual(await bench.drains(), { clients: 1, bytes, rejected: 0 });
  assert.equal(sink.received[0].text, FAULTY);
});

test("An incomplete tuple of a connected client does not delay DRAINED", async () => {
  await using sink = await Sink.start();
  const options = { port: sink.port, resumeHeader: false };
  await using bench = await ReplayBench.start(options);
  await bench.addLive(FAULTY);
  const cut = await bench.addLive(GOOD.slice(0, 20));
  bench.replays.resume();
  assert.deepEqual(await bench.drains(), { clients: 0, bytes: 0, rejected: 0 });
  cut.append(Buffer.from(GOOD.slice(20)));
  await waitFor("the rest", () => sink.received[0]?.text === GOOD);
});

test("A file that is temporarily unreadable is sent later", async () => {
  await using sink = await Sink.start();
  const options = { port: sink.port, resumeHeader: false };
  await using bench = await ReplayBench.start(options);
  const stream = await bench.add(GOOD);
  const read = stream.read.bind(stream);
  let failures = 0;
  stream.read = (buffer, offset) =>
    failures++ === 0
      ? Promise.reject(new StreamReadError("too many open files"))
      : read(buffer, offset);
  bench.replays.resume();
  const bytes = GOOD.length;
  assert.deepEqual(await bench.drains(), { clients: 1, bytes, rejected: 0 });
  assert.equal(sink.received.at(-1)?.text, GOOD);
  assert.match(
    bench.log.of("warn").join("\n"),
    /too many open files; retrying/,
  );
});
