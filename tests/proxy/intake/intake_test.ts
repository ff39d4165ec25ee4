import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Intake } from "../../../proxy/intake/intake.ts";
import type { SpooledStream } from "../../../proxy/spool/spooled_stream.ts";
import { headers, numbered } from "../../_support/hello.ts";
import { bytes } from "../../_support/packet.ts";
import { IntakeBench } from "../_support/intake_bench.ts";

const HEADERS = headers({ domain: "a" });
const RESUMING = `oml2-resume: ${randomUUID()}\n${HEADERS}`;

interface Taking {
  readonly stream: SpooledStream;
  readonly intake: Intake;
  readonly take: (text: string) => Promise<void>;
}

async function start(
  bench: IntakeBench,
  abandon = new AbortController().signal,
): Promise<Taking> {
  const { spool, log, options } = bench;
  const stream = await spool.create(spool.clock.now());
  const intake = new Intake(stream, spool, { options, log, abandon });
  return { stream, intake, take: (text) => intake.take(bytes(text)) };
}

test("Intake appends what it takes", async () => {
  await using bench = await IntakeBench.open();
  const { stream, take } = await start(bench);
  await take(HEADERS);
  await take("1\t1");
  assert.equal(await bench.text(stream), `${HEADERS}1\t1`);
  assert.equal(stream.forced, 0);
});

test("Intake forces each chunk to disk with sync=always", async () => {
  await using bench = await IntakeBench.open({ sync: "always" });
  const { stream, take } = await start(bench);
  await take(HEADERS);
  assert.equal(stream.forced, HEADERS.length);
});

test("Intake blocks while the spool is full, until the wait is abandoned", async () => {
  await using bench = await IntakeBench.open({ maxBytes: HEADERS.length });
  const abandon = new AbortController();
  const { stream, take } = await start(bench, abandon.signal);
  let isBlocked = true;
  const taking = take(HEADERS).then(() => isBlocked = false);
  await nextTurn();
  assert.equal(isBlocked, true);
  abandon.abort();
  await taking;
  assert.equal(stream.size, HEADERS.length);
});

test("Intake with drop-new keeps the headers, and drops and logs whole tuples", async () => {
  await using bench = await IntakeBench.open({
    maxBytes: HEADERS.length / 2,
    policy: "drop-new",
  });
  const { stream, intake, take } = await start(bench);
  await take(HEADERS.slice(0, -10));
  await take(`${HEADERS.slice(-10)}${numbered(0, 3)}3\t1`);
  await take("\t3\t3\n");
  assert.equal(await bench.text(stream), HEADERS);
  const body = numbered(0, 4).length;
  assert.equal(stream.dropped, body);
  await intake.end();
  assert.deepEqual(bench.log.lines, [
    `warn: ${stream.path}: dropped 4 tuples of ${body} bytes so far: ` +
    "the spool is full",
  ]);
});

test("Intake never drops data of a client that resumes its stream", async () => {
  await using bench = await IntakeBench.open({
    maxBytes: 1,
    policy: "drop-new",
  });
  const abandon = AbortSignal.abort();
  const { stream, intake, take } = await start(bench, abandon);
  await take(RESUMING + numbered(0, 3));
  await take(numbered(3, 5));
  await intake.end();
  assert.equal(await bench.text(stream), RESUMING + numbered(0, 5));
  assert.deepEqual(bench.log.lines, []);
});
