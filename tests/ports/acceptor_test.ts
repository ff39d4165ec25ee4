import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { Acceptor } from "../../ports/acceptor.ts";
import type { Connection, Listener } from "../../ports/runtime.ts";
import { MemoryLog } from "../_support/memory_log.ts";
import { waitFor } from "../_support/wait_for.ts";

/** A listener with simulated connections and faults. */
class ScriptedListener implements Listener {
  readonly address = { host: "127.0.0.1", port: 4711 };
  closed = false;
  readonly #arrived: (Connection | Error)[] = [];
  #wake: () => void = () => undefined;

  arrive(next: Connection | Error): void {
    this.#arrived.push(next);
    this.#wake();
  }

  async accept(): Promise<Connection | null> {
    for (;;) {
      const next = this.#arrived.shift();
      if (next instanceof Error) throw next;
      if (next !== undefined) return next;
      if (this.closed) return null;
      await new Promise<void>((wake) => this.#wake = wake);
    }
  }

  close(): void {
    this.closed = true;
    this.#wake();
  }
}

function connection(port: number): Connection {
  return {
    local: { host: "127.0.0.1", port: 2 },
    peer: { host: "127.0.0.1", port },
    read: () => Promise.resolve(null),
    write: () => Promise.resolve(),
    close: () => undefined,
  };
}

function setUp() {
  const listener = new ScriptedListener();
  const log = new MemoryLog();
  const served: number[] = [];
  const serve = ({ peer }: Connection) => {
    if (peer.port === 0) throw new Error("no such peer");
    served.push(peer.port);
  };
  return {
    listener,
    log,
    served,
    acceptor: new Acceptor(listener, serve, log),
  };
}

test("Connections are served in the order of their arrival", async () => {
  const { listener, served, acceptor } = setUp();
  listener.arrive(connection(1));
  listener.arrive(connection(2));
  await waitFor("both", () => served.length === 2);
  assert.deepEqual(served, [1, 2]);
  assert.equal(acceptor.port, 4711);
  await acceptor.stop();
});

test("A fault is logged, and does not stop the acceptor", async () => {
  const { listener, log, served, acceptor } = setUp();
  listener.arrive(new Error("too many open files"));
  listener.arrive(connection(0));
  listener.arrive(connection(3));
  await waitFor("the third", () => served.length === 1);
  assert.deepEqual(log.lines, [
    "error: Cannot accept a connection: too many open files",
    "error: Cannot accept a connection: no such peer",
  ]);
  await acceptor.stop();
});

test("A fault is logged in the caller's words", async () => {
  const listener = new ScriptedListener();
  const log = new MemoryLog();
  const acceptor = new Acceptor(listener, () => undefined, log, "an operator");
  listener.arrive(new Error("too many open files"));
  await waitFor("the fault", () => log.lines.length === 1);
  assert.deepEqual(log.lines, [
    "error: Cannot accept an operator: too many open files",
  ]);
  await acceptor.stop();
});

test("stop() serves queued connections before it closes", async () => {
  const { listener, served, acceptor } = setUp();
  const stopped = acceptor.stop();
  listener.arrive(connection(4));
  assert.equal(listener.closed, false);
  await stopped;
  assert.equal(listener.closed, true);
  assert.deepEqual(served, [4]);
});

test("stop() serves connections that are accepted only after a late timer", async () => {
  const { listener, served, acceptor } = setUp();
  const stopped = acceptor.stop();
  // As after a long task: the timer fires first, then the listener.
  await delay(30);
  listener.arrive(connection(5));
  await delay(30);
  listener.arrive(connection(6));
  await stopped;
  assert.deepEqual(served, [5, 6]);
});
