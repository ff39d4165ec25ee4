import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { addressText } from "../../../ports/address_text.ts";
import {
  ClientSession,
  type SessionContext,
} from "../../../proxy/intake/session.ts";
import { headers, numbered } from "../../_support/hello.ts";
import { waitFor } from "../../_support/wait_for.ts";
import { IntakeBench, type MemoryClient } from "../_support/intake_bench.ts";

const HEADERS = headers({ domain: "a" });

/** A client and its session, which runs. */
interface Served {
  readonly client: MemoryClient;
  readonly session: ClientSession;
  readonly name: string;
  readonly done: Promise<void>;
}

async function serve(
  bench: IntakeBench,
  fence: SessionContext["fence"] = () => undefined,
  connectedAgo = 0,
): Promise<Served> {
  const client = await bench.accepted();
  const accepted = bench.spool.clock.now() - connectedAgo;
  const session = new ClientSession(
    client.connection,
    accepted,
    { ...bench.context, fence },
  );
  const name = addressText(client.connection.peer);
  return { client, session, name, done: session.run() };
}

test("ClientSession spools a stream, and logs its beginning and end", async () => {
  await using bench = await IntakeBench.open();
  const { client, session, name, done } = await serve(bench);
  assert.equal(session.isSilent, true);
  await client.send(HEADERS.slice(0, 20));
  await client.send(`${HEADERS.slice(20)}1\t1`);
  await client.send("\t1\t1\n");
  await client.end();
  await done;
  await client.closed;
  assert.equal(session.isSilent, false);
  const [stream] = bench.opened;
  assert.equal(session.stream, stream);
  const text = `${HEADERS}1\t1\t1\t1\n`;
  assert.equal(await bench.text(stream), text);
  assert.equal(stream.forced, text.length);
  assert.equal(stream.ended === undefined, false);
  const { path } = stream;
  assert.deepEqual(bench.log.lines, [
    `info: ${name}: spooled to ${path}`,
    `info: ${name}: disconnected; ${path} has ${text.length} bytes`,
  ]);
});

test("ClientSession creates no stream for a connection without a byte", async () => {
  await using bench = await IntakeBench.open();
  const { client, done } = await serve(bench);
  await client.end();
  await done;
  assert.equal(bench.spool.streams.size, 0);
  assert.deepEqual(bench.log.lines, []);
});

test("ClientSession reports a loop by its connection, and stores nothing", async () => {
  await using bench = await IntakeBench.open();
  bench.isOwn = true;
  const { client, done } = await serve(bench);
  await client.send(HEADERS);
  await done;
  assert.deepEqual([bench.loops, bench.spool.streams.size], [1, 0]);
});

test("ClientSession reports a loop by the name of its stream, and stores nothing", async () => {
  await using bench = await IntakeBench.open();
  const { id } = await bench.spool.create(bench.spool.clock.now());
  const { client, done } = await serve(bench);
  await client.send(`oml2-resume: ${id}\n${HEADERS}`);
  await done;
  assert.deepEqual([bench.loops, bench.spool.streams.size], [1, 1]);
  assert.deepEqual(bench.opened, []);
});

test("ClientSession continues a stream after the session that still writes to it", async () => {
  await using bench = await IntakeBench.open();
  const header = `oml2-resume: ${randomUUID()}\n${HEADERS}`;
  const first = await serve(bench);
  await first.client.send(header + numbered(0, 2));
  await waitFor("a stream", () => bench.opened.length === 1);
  const [stream] = bench.opened;
  await waitFor("the tuples", () => stream.size > header.length);
  const second = await serve(bench, (earlier) => {
    if (earlier.ended !== undefined) return undefined;
    assert.equal(earlier, stream);
    first.session.stop();
    return first.done;
  });
  await second.client.send(header);
  const stored = HEADERS.length + numbered(0, 2).length;
  await waitFor(
    "an answer",
    () => second.client.heard() === `oml2-resume ${stored}\n`,
  );
  await second.client.send(numbered(2, 3));
  await second.client.end();
  await second.done;
  assert.equal(await bench.text(stream), header + numbered(0, 3));
  assert.deepEqual([...bench.spool.streams], [stream]);
  assert.equal(second.session.stream, stream);
  assert.ok(
    bench.log.lines.includes(`info: ${second.name}: resumes ${stream.path}`),
  );
});

test("ClientSession counts a client from its first byte if that comes late", async () => {
  await using bench = await IntakeBench.open();
  for (const [ago, isPrompt] of [[2_000, true], [3_000, false]] as const) {
    const before = bench.spool.clock.now();
    const { client, session, done } = await serve(bench, undefined, ago);
    await client.send(HEADERS);
    await client.end();
    await done;
    assert.equal((session.stream?.begun ?? 0) < before, isPrompt);
  }
});

test("ClientSession waits for a result file, and logs the data lost by a stop", async () => {
  await using bench = await IntakeBench.open();
  rmSync(bench.root, { recursive: true });
  const { client, session, name, done } = await serve(bench);
  await client.send(HEADERS);
  await waitFor("an error", () => bench.log.lines.length > 0);
  session.stop();
  await done;
  const [waiting, lost] = bench.log.lines;
  assert.match(waiting, /^error: .*: waiting for a result file: ENOENT/);
  assert.equal(
    lost,
    `error: ${name}: its data is lost: no result file could be created`,
  );
});

test("ClientSession counts the time without data", async () => {
  await using bench = await IntakeBench.open();
  const { client, session, done } = await serve(bench);
  const advance = () => session.quietFor(25);
  assert.deepEqual([advance(), advance(), advance()], [0, 25, 50]);
  await client.send(HEADERS);
  await waitFor("the headers", () => bench.opened.length === 1);
  assert.deepEqual([advance(), advance()], [0, 25]);
  session.stop();
  await done;
});
