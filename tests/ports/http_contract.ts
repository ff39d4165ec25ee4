import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { text as allText } from "node:stream/consumers";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { HttpHandler, HttpServer } from "../../ports/http.ts";
import type { Runtime } from "../../ports/runtime.ts";
import { script } from "./_support/script.ts";
import { waitFor } from "../_support/wait_for.ts";

/** Milliseconds that no test takes. */
const LONG_MS = 60_000;

/** What every runtime must fulfil that serves HTTP. */
export function testHttp(name: string, runtime: Runtime): void {
  /** A test with a server on loopback. */
  function testServer(
    what: string,
    handler: HttpHandler,
    use: (url: string, server: HttpServer) => Promise<void>,
  ): void {
    test(`${name}: ${what}`, async () => {
      const faults: Error[] = [];
      const server = await runtime.serveHttp({
        port: 0,
        host: "127.0.0.1",
        handler,
        failed: (error) => faults.push(error),
      });
      const { host, port } = server.address;
      try {
        await use(`http://${host}:${port}/`, server);
      } finally {
        await server.close(0);
      }
      assert.deepEqual(faults, []);
    });
  }

  testServer(
    "a request is answered, and its peer is known",
    async (request, peer) => {
      const { pathname } = new URL(request.url);
      const said = [request.method, pathname, await request.text(), peer.host];
      assert.ok(peer.port > 0);
      return new Response(said.join(" "), { status: 201 });
    },
    async (url) => {
      const got = await fetch(`${url}here`, { method: "POST", body: "body" });
      assert.equal(got.status, 201);
      assert.equal(await got.text(), "POST /here body 127.0.0.1");
    },
  );

  testServer(
    "a request can be copied with another body",
    async (request) => {
      const text = await request.text();
      const copy = new Request(request, { body: `copy of ${text}` });
      return new Response(`${copy.method} ${await copy.text()}`);
    },
    async (url) => {
      const post = await fetch(url, { method: "POST", body: "body" });
      assert.equal(await post.text(), "POST copy of body");
      const empty = await fetch(url, { method: "DELETE" });
      assert.equal(await empty.text(), "DELETE copy of ");
    },
  );

  testServer(
    "a handler that fails answers with status 500, without its reason",
    () => {
      throw new Error("a secret path");
    },
    async (url) => {
      const got = await fetch(url);
      assert.equal(got.status, 500);
      assert.equal(await got.text(), "");
    },
  );

  testServer(
    "a stream arrives while it is written",
    () => new Response(endless().stream),
    async (url) => {
      const got = await fetch(url);
      const reader = got.body?.getReader();
      const first = await reader?.read();
      assert.equal(new TextDecoder().decode(first?.value), "tick\n");
      await reader?.cancel();
    },
  );

  const left = endless();
  testServer(
    "a stream ends when its reader leaves",
    () => new Response(left.stream),
    async (url) => {
      const leave = new AbortController();
      const got = await fetch(url, { signal: leave.signal });
      await got.body?.getReader().read();
      leave.abort();
      await waitFor("the end of the stream", () => left.isCancelled());
    },
  );

  testServer(
    "a stream that fails breaks its connection, and prints nothing",
    ({ url }) => new Response(failing(url.endsWith("late") ? 3 : 0)),
    async (url) => {
      const { error } = console;
      const printed: unknown[] = [];
      console.error = (...facts) => printed.push(facts);
      try {
        for (const when of ["early", "late"]) {
          await assert.rejects(async () => {
            const got = await fetch(url + when);
            await got.text();
          }, when);
        }
      } finally {
        console.error = error;
      }
      assert.deepEqual(printed, []);
    },
  );

  testServer(
    "close() ends streams that do not end themselves, and connections at rest",
    () => new Response(endless().stream),
    async (url, server) => {
      const idle = await open(server);
      const ended = once(idle, "close");
      const got = await fetch(url);
      const reader = got.body?.getReader();
      await reader?.read();
      const began = performance.now();
      await server.close(100);
      assert.ok(performance.now() - began < 5_000);
      await assert.rejects(async () => {
        for (;;) {
          const result = await reader?.read();
          if (result?.done) throw new Error("ended");
        }
      });
      await ended;
      await assert.rejects(open(server));
    },
  );

  const asked = Promise.withResolvers<void>();
  const mayAnswer = Promise.withResolvers<Response>();
  testServer(
    "close() waits for the answers in progress",
    () => {
      asked.resolve();
      return mayAnswer.promise;
    },
    async (url, server) => {
      const got = fetch(url);
      await asked.promise;
      const closed = server.close(LONG_MS);
      mayAnswer.resolve(new Response("in time"));
      assert.equal(await (await got).text(), "in time");
      await closed;
    },
  );

  testServer(
    "odd bytes are answered or cut off, and harm nobody",
    () => new Response("well"),
    async (url, server) => {
      for (
        const odd of ["\0\x01\x02\r\n\r\n", "GET\r\n\r\n", "x".repeat(1e6)]
      ) {
        const socket = await open(server);
        socket.on("error", () => undefined);
        socket.end(odd);
        await allText(socket).catch(() => "");
      }
      assert.equal(await (await fetch(url)).text(), "well");
    },
  );

  test(`${name}: a port in use is an error of serveHttp()`, async () => {
    const listener = await runtime.listen(0, "127.0.0.1");
    await assert.rejects(
      runtime.serveHttp({
        ...listener.address,
        handler: () => new Response(),
        failed: assert.fail,
      }),
      (error: { code?: string }) => error.code === "EADDRINUSE",
    );
    listener.close();
  });

  test(`${name}: HTTP that ran out of files answers again`, async () => {
    const [program, ...args] = script("http_server.ts");
    const limited = ["-c", 'ulimit -n 64 && exec "$@"', "sh", program, ...args];
    const server = spawn("sh", limited, {
      stdio: ["ignore", "pipe", "ignore"],
    });
    try {
      const [line] = await once(server.stdout, "data");
      const address = { host: "127.0.0.1", port: Number(`${line}`) };
      // Deno refuses the next ones when it has run out of files.
      const opened = await Promise.allSettled(
        Array.from({ length: 100 }, () => open({ address })),
      );
      for (const one of opened) {
        if (one.status === "rejected") continue;
        one.value.on("error", () => undefined).destroy();
      }
      await waitFor(
        "an answer",
        () =>
          fetch(`http://127.0.0.1:${address.port}/`).then(
            async (answer) => await answer.text() === "well",
            (error) => String(error.cause ?? error),
          ),
      );
    } finally {
      server.kill("SIGKILL");
    }
  });

  test(`${name}: without a host, HTTP is served on all addresses`, async () => {
    const server = await runtime.serveHttp({
      port: 0,
      handler: (_, peer) => new Response(peer.host),
      failed: assert.fail,
    });
    const got = await fetch(`http://127.0.0.1:${server.address.port}/`);
    assert.equal(await got.text(), "127.0.0.1");
    await server.close(LONG_MS);
  });
}

async function open(
  { address }: Pick<HttpServer, "address">,
): Promise<Socket> {
  const socket = createConnection(address.port, address.host);
  await once(socket, "connect");
  return socket;
}

/** A stream that fails after some parts. */
function failing(parts: number): ReadableStream<Uint8Array> {
  let left = parts;
  return new ReadableStream({
    async pull(controller) {
      await delay(20);
      if (left-- === 0) controller.error(new Error("it fails"));
      else controller.enqueue(new Uint8Array(100_000));
    },
  });
}

/** A stream that writes a line every few milliseconds. */
function endless(): {
  readonly stream: ReadableStream<Uint8Array>;
  readonly isCancelled: () => boolean;
} {
  let timer: ReturnType<typeof setInterval> | undefined;
  let isCancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const tick = new TextEncoder().encode("tick\n");
      controller.enqueue(tick);
      timer = setInterval(() => controller.enqueue(tick), 20);
    },
    cancel() {
      clearInterval(timer);
      isCancelled = true;
    },
  });
  return { stream, isCancelled: () => isCancelled };
}
