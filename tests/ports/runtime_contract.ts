import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import process from "node:process";
import { test } from "node:test";
import { setImmediate as immediate } from "node:timers/promises";
import { addressText } from "../../ports/address_text.ts";
import { areEndsOfOne } from "../../ports/connection_ends.ts";
import type { Connection, Runtime } from "../../ports/runtime.ts";
import { type Client, connect } from "../_support/client.ts";
import { DeafListener } from "../_support/deaf_listener.ts";
import { waitFor } from "../_support/wait_for.ts";
import { script } from "./_support/script.ts";

const ipv6 = Object.values(networkInterfaces()).flat()
  .some((address) => address?.address === "::1");

/** The keep-alive timer of an idle connection, in /proc/net. */
const KEEP_ALIVE = "02";

/** The line of Linux's tables for our side of a connection. */
function timerOf({ local, peer }: Connection): string | undefined {
  const [own, theirs] = [local, peer].map(({ port }) =>
    `:${port.toString(16).toUpperCase().padStart(4, "0")}`
  );
  const rows = ["tcp", "tcp6"].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, "utf8").split("\n")
  ).map((line) => line.trim().split(/\s+/));
  const row = rows.find(([, local, remote]) =>
    local?.endsWith(own) && remote?.endsWith(theirs)
  );
  return row?.[5].slice(0, 2);
}

/** Both ends of a connection. */
interface Pair {
  client: Client;
  connection: Connection;
}

/** The contract that every runtime must fulfil. */
export function testRuntime(name: string, runtime: Runtime): void {
  /** A test with a connection to a listener on all addresses. */
  function testPair(what: string, use: (pair: Pair) => Promise<void>): void {
    test(`${name}: ${what}`, async () => {
      const listener = await runtime.listen(0);
      const client = await connect(listener.address.port);
      try {
        const connection = await listener.accept();
        assert.ok(connection !== null);
        await use({ client, connection });
        connection.close();
      } finally {
        client.destroy();
        listener.close();
      }
    });
  }

  testPair("an IPv4 peer has an IPv4 address", ({ connection }) => {
    assert.equal(connection.peer.host, "127.0.0.1");
    assert.ok(connection.peer.port > 0);
    return Promise.resolve();
  });

  testPair(
    "a silent connection has TCP keep-alive",
    async ({ connection }) => {
      if (process.platform !== "linux") return;
      // While other programs connect, the table may lack a line for a moment.
      await waitFor("the timer", () => {
        const timer = timerOf(connection);
        return timer === KEEP_ALIVE || `it is ${timer}`;
      });
    },
  );

  testPair("a connection returns the bytes, then null", async (pair) => {
    const { client, connection } = pair;
    await client.send("some bytes");
    assert.equal(await readText(connection, 10), "some bytes");
    const ended = client.end();
    assert.equal(await connection.read(), null);
    assert.equal(await connection.read(), null);
    connection.close();
    await ended;
  });

  testPair("bytes can be taken while a read waits", async (pair) => {
    const { client, connection } = pair;
    if (connection.takeEarly === undefined) return;
    let taken = "";
    connection.takeEarly((bytes) => {
      const text = new TextDecoder().decode(bytes);
      if (text === "left") return bytes;
      taken += text;
      return text === "wake" ? new Uint8Array(0) : undefined;
    });
    const waiting = connection.read();
    for (const text of ["one", "two", "wake"]) {
      await client.send(text);
      await waitFor(text, () => taken.endsWith(text) || taken);
    }
    assert.deepEqual(await waiting, new Uint8Array(0));
    await client.send("left");
    assert.equal(await readText(connection, 4), "left");
    assert.equal(taken, "onetwowake");
  });

  testPair(
    "bytes are plain Uint8Arrays, which V8 optimizes",
    async (pair) => {
      const { client, connection } = pair;
      await client.send("some bytes");
      const bytes = await connection.read();
      assert.equal(bytes && Object.getPrototypeOf(bytes), Uint8Array.prototype);
    },
  );

  testPair(
    "bytes arrive completely and in order",
    async ({ client, connection }) => {
      const sent = new Uint8Array(3_000_000).map((_, i) => i % 251);
      const written = client.send(sent);
      let at = 0;
      while (at < sent.length) {
        const bytes = await connection.read();
        assert.ok(bytes !== null);
        const right = bytes.every((byte, i) => byte === (at + i) % 251);
        assert.ok(right, `the bytes from ${at} on`);
        at += bytes.length;
      }
      await written;
    },
  );

  test(`${name}: bytes stay valid until the next read`, async () => {
    const sent = new Uint8Array(50_000).map((_, i) => i % 251);
    const listener = await runtime.listen(0, "127.0.0.1");
    for (let i = 0; i < 20; i++) {
      const client = await connect(listener.address.port);
      const written = client.send(sent).then(() => client.end());
      const connection = await listener.accept();
      assert.ok(connection !== null);
      const got: number[] = [];
      for (;;) {
        const bytes = await connection.read();
        if (bytes === null) break;
        // Bytes that are ready by now are not read into the same memory.
        for (let turn = 0; turn < 3; turn++) await immediate();
        got.push(...bytes);
      }
      connection.close();
      await written;
      assert.deepEqual(Uint8Array.from(got), sent);
    }
    listener.close();
  });

  testPair(
    "small reads are valid until the next call, too",
    async ({ client, connection }) => {
      let before: Uint8Array | undefined;
      for (let i = 0; i < 20; i++) {
        const text = `number ${i}`;
        const reading = i % 2 === 0 ? connection.read() : undefined;
        await client.send(text);
        // Without a call, it may have been received already.
        for (let turn = 0; turn < 5; turn++) await immediate();
        if (before !== undefined && reading === undefined) {
          assert.equal(asText(before), `number ${i - 1}`);
        }
        const bytes = await (reading ?? connection.read());
        assert.equal(asText(bytes), text);
        before = bytes ?? undefined;
      }
      const ended = client.end();
      for (let turn = 0; turn < 5; turn++) await immediate();
      assert.equal(asText(before), "number 19");
      assert.equal(await connection.read(), null);
      connection.close();
      await ended;
    },
  );

  testPair("a peer whose bytes are not read is blocked", async (pair) => {
    const { client, connection } = pair;
    const size = 64 * 1024 * 1024;
    let sent = false;
    const written = client.send(new Uint8Array(size)).then(() => sent = true);
    for (let i = 0; i < 50; i++) await immediate();
    assert.equal(sent, false);
    let read = 0;
    while (read < size) read += (await connection.read())?.length ?? size;
    assert.equal(read, size);
    await written;
  });

  testPair(
    "close() closes the connection for the peer, and can be repeated",
    async (pair) => {
      pair.connection.close();
      pair.connection.close();
      assert.equal(await pair.client.serverEndsWithin(), true);
    },
  );

  testPair("a reset is an error, after the bytes before it", async (pair) => {
    const { client, connection } = pair;
    await client.send("last words");
    client.reset();
    assert.equal(await readText(connection, 10), "last words");
    await assert.rejects(async () => await connection.read());
  });

  testPair(
    "a reset that is noticed before a read does not hide the bytes",
    async (pair) => {
      const { client, connection } = pair;
      const text = "last words\n".repeat(10_000);
      await client.send(text);
      client.reset();
      for (let i = 0; i < 50; i++) await immediate();
      assert.equal(await readText(connection, text.length), text);
      await assert.rejects(async () => await connection.read());
    },
  );

  test(`${name}: a connection that was reset before it is accepted can be read`, async () => {
    const listener = await runtime.listen(0, "127.0.0.1");
    const text = "last words\n".repeat(2_000);
    // This process can't accept while it waits for the client's.
    const { port } = listener.address;
    const [program, ...args] = script("reset_client.ts", String(port), text);
    execFileSync(program, args);
    const connection = await listener.accept();
    assert.ok(connection !== null);
    assert.equal(await readText(connection, text.length), text);
    await assert.rejects(async () => await connection.read());
    assert.equal(addressText(connection.peer), "an unknown address");
    connection.close();
    listener.close();
  });

  test(`${name}: a listener that ran out of files accepts again`, async () => {
    const [program, ...args] = script("closing_server.ts");
    const limited = ["-c", 'ulimit -n 64 && exec "$@"', "sh", program, ...args];
    const server = spawn("sh", limited, {
      stdio: ["ignore", "pipe", "ignore"],
    });
    try {
      const [line] = await once(server.stdout, "data");
      const port = Number(`${line}`);
      const clients = await Promise.all(
        Array.from({ length: 100 }, () => connect(port)),
      );
      clients.forEach((client) => client.destroy());
      const late = await connect(port);
      await late.end();
    } finally {
      server.kill("SIGKILL");
    }
  });

  test(`${name}: a closed listener accepts no connection, and keeps the accepted ones`, async () => {
    const listener = await runtime.listen(0);
    const { port } = listener.address;
    const client = await connect(port);
    const connection = await listener.accept();
    assert.ok(connection !== null);
    const waiting = listener.accept();
    listener.close();
    assert.equal(await waiting, null);
    assert.equal(await listener.accept(), null);
    await assert.rejects(connect(port));
    await client.send("still here");
    assert.equal(await readText(connection, 10), "still here");
    connection.close();
    client.destroy();
  });

  test(`${name}: a listener can be closed twice`, async () => {
    const listener = await runtime.listen(0);
    listener.close();
    listener.close();
  });

  test(`${name}: connections from before the first accept() are accepted`, async () => {
    const listener = await runtime.listen(0);
    const { port } = listener.address;
    const clients = await Promise.all([connect(port), connect(port)]);
    for (const client of clients) {
      const connection = await listener.accept();
      connection?.close();
      assert.equal(await client.serverEndsWithin(), true);
    }
    listener.close();
  });

  test(`${name}: a port in use is an error`, async () => {
    const listener = await runtime.listen(0);
    const { port } = listener.address;
    await assert.rejects(async () => await runtime.listen(port));
    listener.close();
  });

  test(`${name}: an address of another machine is an error`, async () => {
    await assert.rejects(async () => await runtime.listen(0, "192.0.2.1"));
  });

  test(`${name}: listen() takes an IPv6 address`, {
    skip: !ipv6 && "IPv6 is not available",
  }, async () => {
    const listener = await runtime.listen(0, "::1");
    assert.equal(listener.address.host, "::1");
    listener.close();
  });

  test(`${name}: setGroups() changes the groups, if this is root`, () => {
    // Node's list includes the group of the process.
    const now = () => process.getgroups?.().filter((id) => id !== 0) ?? [];
    const before = now();
    if (process.getuid?.() !== 0) {
      assert.throws(() => runtime.setGroups([1, 2]));
      assert.deepEqual(now(), before);
      return;
    }
    runtime.setGroups([1, 2]);
    const groups = now();
    runtime.setGroups(before);
    assert.deepEqual([groups, now()], [[1, 2], before]);
  });

  test(`${name}: a connection is identified by its two ends`, async () => {
    const listener = await runtime.listen(0);
    const { port } = listener.address;
    const [opened, other] = [
      await runtime.connect(port, "127.0.0.1"),
      await runtime.connect(port, "127.0.0.1"),
    ];
    const accepted = [await listener.accept(), await listener.accept()];
    const matches = accepted.map((one) =>
      one !== null && areEndsOfOne(opened, one)
    );
    assert.deepEqual(matches, [true, false]);
    assert.deepEqual(other.peer, opened.peer);
    [opened, other, ...accepted].forEach((one) => one?.close());
    listener.close();
  });

  test(`${name}: connect() sends, and notices the peer's close`, async () => {
    const listener = await runtime.listen(0, "127.0.0.1");
    const outgoing = await runtime.connect(listener.address.port, "127.0.0.1");
    const connection = await listener.accept();
    assert.ok(connection !== null);
    await outgoing.write(new TextEncoder().encode("hello there"));
    await outgoing.end();
    assert.equal(await readText(connection, 11), "hello there");
    assert.equal(await connection.read(), null);
    connection.close();
    await outgoing.closed;
    listener.close();
  });

  test(`${name}: connect() passes on received bytes`, async () => {
    const listener = await runtime.listen(0, "127.0.0.1");
    let heard = "";
    const outgoing = await runtime.connect(
      listener.address.port,
      "127.0.0.1",
      (bytes) => heard += new TextDecoder().decode(bytes),
    );
    const connection = await listener.accept();
    assert.deepEqual(connection?.peer, outgoing.local);
    await connection?.write(new TextEncoder().encode("an answer"));
    connection?.close();
    await outgoing.closed;
    assert.equal(heard, "an answer");
    outgoing.close();
    listener.close();
  });

  test(`${name}: an opened connection can be closed at once`, async () => {
    const listener = await runtime.listen(0, "127.0.0.1");
    const outgoing = await runtime.connect(listener.address.port, "127.0.0.1");
    const connection = await listener.accept();
    outgoing.close();
    outgoing.close();
    await outgoing.closed;
    assert.equal(await connection?.read(), null);
    connection?.close();
    listener.close();
  });

  test(`${name}: connect() without an answer is aborted by a signal`, async () => {
    using deaf = await DeafListener.start();
    const abandon = new AbortController();
    const began = performance.now();
    const connecting = runtime.connect(
      deaf.port,
      "127.0.0.1",
      undefined,
      abandon.signal,
    );
    setTimeout(() => abandon.abort(), 100);
    await assert.rejects(connecting, { name: "AbortError" });
    assert.ok(performance.now() - began < 2_000);
  });

  test(`${name}: connect() to a port without a listener is an error`, async () => {
    const listener = await runtime.listen(0, "127.0.0.1");
    const { port } = listener.address;
    listener.close();
    await assert.rejects(runtime.connect(port, "127.0.0.1"));
  });
}

function asText(bytes: Uint8Array | null | undefined): string {
  return new TextDecoder().decode(bytes ?? new Uint8Array());
}

/** Reads until this number of bytes has arrived. */
async function readText(connection: Connection, size: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  while (text.length < size) {
    const bytes = await connection.read();
    assert.ok(bytes !== null, `it ended after "${text}"`);
    text += decoder.decode(bytes);
  }
  return text;
}
