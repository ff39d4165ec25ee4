import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { test } from "node:test";
import { headers, numbered } from "../../_support/hello.ts";
import { Sink } from "../../_support/sink.ts";
import { waitFor } from "../../_support/wait_for.ts";
import { within } from "../../_support/within.ts";
import { ReplayBench } from "../_support/replay_bench.ts";

const STREAM = headers({ domain: "a" }) + numbered(0, 100);

/** A server that is not an OML server, or lies. */
class OddServer implements AsyncDisposable {
  /** What it received. */
  heard = "";
  connections = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(greet: (socket: Socket) => void) {
    this.#server = createServer({ allowHalfOpen: true }, (socket) => {
      this.connections++;
      this.#sockets.add(socket);
      socket.on("error", () => undefined);
      greet(socket);
      socket.on("data", (bytes: Uint8Array) => this.heard += bytes);
      socket.on("end", () => socket.end());
    });
  }

  static async start(greet: (socket: Socket) => void): Promise<OddServer> {
    const odd = new OddServer(greet);
    odd.#server.listen(0, "127.0.0.1");
    await once(odd.#server, "listening");
    return odd;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === "object" ? address?.port ?? 0 : 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    const closed = once(this.#server, "close");
    this.#server.close();
    await closed;
  }
}

for (
  const [name, banner] of [
    ["a mail server", "220 mail.example.org ESMTP\r\n"],
    ["an SSH server", "SSH-2.0-OpenSSH_9.2\r\n"],
    ["a server that answers unasked", "oml2-resume 0\n"],
    ["random bytes", "\x8a\x00\xff".repeat(30_000)],
  ]
) {
  for (const resumeHeader of [true, false]) {
    test(`Nothing is sent to ${name}, ${resumeHeader ? "asked" : "not asked"}, and the reason is logged`, async () => {
      await using odd = await OddServer.start((socket) =>
        socket.write(banner, "latin1")
      );
      await using bench = await ReplayBench.start({
        port: odd.port,
        resumeHeader,
      });
      const stream = await bench.add(STREAM);
      bench.replays.resume();
      await waitFor("another try", () => odd.connections > 3);
      assert.equal(odd.heard, "");
      assert.equal(stream.delivery.taken, 0);
      assert.equal(bench.replays.upstream.trouble, "not-oml");
      const [warning, ...others] = bench.log.of("warn");
      assert.match(
        warning,
        /: nothing is sent to it \(it is not an OML server, as/,
      );
      assert.deepEqual(others, []);
    });
  }
}

test("A server that greets late gets at most the headers, and nothing counts as delivered", async () => {
  await using odd = await OddServer.start((socket) =>
    socket.once("data", () => socket.write("421 Service not available\r\n"))
  );
  await using bench = await ReplayBench.start({ port: odd.port });
  const stream = await bench.add(STREAM);
  bench.replays.resume();
  await waitFor("another try", () => odd.connections > 3);
  assert.equal(odd.heard.includes("5\t1\t5"), false);
  assert.equal(stream.delivery.taken, 0);
});

test("A server's claim to have more than it was sent is not believed", async () => {
  for (const offset of [999_999_999_999, STREAM.length]) {
    await using odd = await OddServer.start((socket) =>
      socket.once("data", () => socket.write(`oml2-resume ${offset}\n`))
    );
    await using bench = await ReplayBench.start({ port: odd.port });
    const stream = await bench.add(STREAM);
    bench.replays.resume();
    await waitFor("another try", () => odd.connections > 3);
    assert.equal(stream.delivery.taken, 0);
    assert.equal([...bench.replays.all].length, 1, "it is kept");
    assert.match(
      bench.log.of("warn").join(),
      /stored \d+ bytes, more than it was sent/,
    );
  }
});

test("PAUSE closes the connection to a server that does not read", async () => {
  await using odd = await OddServer.start((socket) => socket.pause());
  const options = { port: odd.port, resumeHeader: false, patienceMs: 300 };
  await using bench = await ReplayBench.start(options);
  const tuple = `1\t1\t1\t${"x".repeat(10_000)}\n`;
  const header = headers({ domain: "a", schemas: ["1 app_m a:string"] });
  const stream = await bench.add(header + tuple.repeat(2_000));
  bench.replays.resume();
  const [replay] = bench.replays.all;
  let sent = 0;
  await waitFor("a write that is stuck", () => {
    const isStuck = replay.sent > 0 && replay.sent === sent;
    sent = replay.sent;
    return isStuck;
  });
  await within(bench.replays.halt("paused"), 2_000, "It does not pause");
  assert.equal(stream.delivery.taken, 0);
});

test("PAUSE does not wait for a connection attempt", async () => {
  await using sink = await Sink.start();
  await using bench = await ReplayBench.start({ port: sink.port }, undefined, {
    connect: () => new Promise(() => undefined),
  });
  await bench.add(STREAM);
  bench.replays.resume();
  await waitFor(
    "a try",
    () => [...bench.replays.all].some(({ status }) => status !== "waiting"),
  );
  await within(bench.replays.halt("paused"), 1_000, "It does not pause");
  assert.deepEqual(bench.log.lines, []);
});
