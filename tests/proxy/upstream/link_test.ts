import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { MemoryRuntime } from "../../../ports/memory.ts";
import type { Connection } from "../../../ports/runtime.ts";
import { Link } from "../../../proxy/upstream/link.ts";
import { Signal } from "../../../shared/signal.ts";
import { bytes, latin1 } from "../../_support/packet.ts";

/** A link with a connection, and the server's end of that. */
class TestLink {
  readonly signal = new Signal();
  isWanted = true;
  readonly link: Link;
  readonly #server: Connection;

  private constructor(connect: (link: Link) => Connection) {
    this.link = new Link(this.signal, () => this.isWanted, 0);
    this.#server = connect(this.link);
  }

  static async open(): Promise<TestLink> {
    const runtime = new MemoryRuntime();
    const listener = await runtime.listen(3003);
    const outgoing = await runtime.connect(
      3003,
      "localhost",
      (chunk) => test.link.received(chunk),
    );
    const connection = await listener.accept();
    if (connection === null) throw new TypeError("The listener is closed");
    const test: TestLink = new TestLink((link) => {
      link.use(outgoing);
      return connection;
    });
    return test;
  }

  /** No more time is given: the link is not wanted any more. */
  abandon(): void {
    this.isWanted = false;
    this.signal.notify();
  }

  async serverSends(text: string): Promise<void> {
    await this.#server.write(bytes(text));
    await nextTurn();
  }

  async serverReads(): Promise<string | null> {
    const chunk = await this.#server.read();
    return chunk && latin1(chunk);
  }

  serverCloses(): void {
    this.#server.close();
  }
}

test("Link sends bytes", async () => {
  const test = await TestLink.open();
  await test.link.write(bytes("headers"));
  assert.equal(await test.serverReads(), "headers");
  await test.link.end();
  assert.equal(await test.serverReads(), null);
});

test("Link returns the offset of the last answer", async () => {
  const test = await TestLink.open();
  test.link.expectAnswer();
  await test.serverSends("oml2-resume 7\noml2-res");
  assert.equal(test.link.offset, 7);
  await test.serverSends("ume 12\n");
  assert.equal(test.link.offset, 12);
  assert.equal(test.link.gone, undefined);
});

test("Link closes a server that sends anything but an answer", async () => {
  for (const isAsked of [true, false]) {
    const test = await TestLink.open();
    if (isAsked) test.link.expectAnswer();
    await test.serverSends("220 mail\n");
    assert.deepEqual(await test.link.untilGone(), {
      lost: 'it is not an OML server, as it sends "220 mail"',
      blame: "not-oml",
    });
    assert.equal(await test.serverReads(), null);
  }
});

test("Link takes an answer for a fault if the server was not asked", async () => {
  const test = await TestLink.open();
  await test.serverSends("oml2-resume 7\n");
  assert.equal(test.link.gone?.blame, "not-oml");
});

test("Link reports that the server has closed", async () => {
  const test = await TestLink.open();
  test.serverCloses();
  assert.deepEqual(await test.link.untilGone(), { lost: undefined });
});

test("Link does not wait for a server once it is not wanted", async () => {
  const test = await TestLink.open();
  const waiting = test.link.untilGone();
  test.abandon();
  assert.equal(await waiting, undefined);
  await test.link.delay(1_000_000);
  const connecting = new Promise<void>(() => undefined);
  assert.equal(await test.link.awaits(connecting), false);
});

test("Link gives up a write that is not taken once it is not wanted", async () => {
  const test = await TestLink.open();
  const writing = test.link.write(new Uint8Array(1_000_000));
  test.abandon();
  await assert.rejects(writing, { message: "it accepts no more bytes" });
});

test("Link.awaits() resolves when the work has settled, even with an error", async () => {
  const test = await TestLink.open();
  const failed = Promise.reject(new Error("refused"));
  assert.equal(await test.link.awaits(failed), true);
});

test("Link without a connection sends nothing", async () => {
  const link = new Link(new Signal(), () => true, 0);
  await link.write(bytes("headers"));
  await link.end();
  link.close();
  assert.equal(link.gone, undefined);
});
