import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import {
  type IntakeError,
  IntakeMemory,
  type IntakeShare,
} from "../../../server/sessions/intake_memory.ts";
import { waitFor } from "../../_support/wait_for.ts";

const MIB = 1024 * 1024;

/** A connection that records its refusal. */
interface Holder {
  readonly share: IntakeShare;
  refused?: IntakeError;
}

const holders: Holder[] = [];
afterEach(() => {
  for (const { share } of holders.splice(0)) share.hold(0);
});

function holder(memory: IntakeMemory, bytes = 0): Holder {
  const one: Holder = { share: memory.share((why) => one.refused = why) };
  holders.push(one);
  one.share.hold(bytes);
  return one;
}

/** Lets a connection continue to read; returns whether it may by now. */
function reads({ share }: Holder): () => boolean {
  let may = false;
  Promise.resolve(share.wait()).then(() => may = true);
  return () => may;
}

const otherWork = () => new Promise((done) => setTimeout(done));

test("IntakeMemory lets all connections read while there is enough room", () => {
  const memory = new IntakeMemory(32 * MIB);
  assert.equal(holder(memory).share.wait(), undefined);
  assert.equal(holder(memory, 2 * MIB).share.wait(), undefined);
  assert.equal(memory.held, 2 * MIB);
});

test("IntakeMemory does not count the free bytes of each connection", () => {
  const memory = new IntakeMemory(MIB);
  holder(memory, 16 * 1024);
  assert.equal(memory.held, 0);
});

test("Large holders wait and take turns, the smallest first; small ones continue", async () => {
  const memory = new IntakeMemory(16 * MIB);
  const large = holder(memory, 4 * MIB);
  const middle = holder(memory, 3 * MIB);
  const small = holder(memory);
  const [first, second] = [reads(large), reads(middle)];
  await otherWork();
  assert(first(), "the first to wait has its turn at once");
  assert(!second());
  assert.equal(large.share.wait(), undefined, "its turn lasts");
  const third = reads(holder(memory, 2 * MIB));
  small.share.hold(32 * 1024);
  assert.equal(small.share.wait(), undefined);
  large.share.hold(0);
  await otherWork();
  assert(third());
  assert(!second());
});

test("A waiting connection continues without a turn once there is room", async () => {
  const memory = new IntakeMemory(16 * MIB);
  const turn = holder(memory, 4 * MIB);
  const others = Array.from({ length: 3 }, () => holder(memory, 3 * MIB));
  reads(turn);
  const waiting = holder(memory, MIB);
  const may = reads(waiting);
  await otherWork();
  assert(!may());
  for (const { share } of others) share.hold(0);
  await otherWork();
  assert(may());
});

test("A connection that does not use its turn is refused with a reason that names the option", async () => {
  const memory = new IntakeMemory(4 * MIB, 20);
  const idle = holder(memory, 2 * MIB);
  const next = holder(memory, MIB);
  reads(idle);
  idle.share.reading = true;
  const may = reads(next);
  await waitFor("the refusal", () => idle.refused !== undefined);
  assert.match(`${idle.refused}`, /2\.00 MiB .* 4\.00 MiB .*--max-memory/);
  assert(may());
  assert.equal(next.refused, undefined);
  assert.equal(memory.held, MIB);
});

test("A connection keeps its turn, however slow it is, until another one waits", async () => {
  const memory = new IntakeMemory(4 * MIB, 20);
  const slow = holder(memory, 2 * MIB);
  reads(slow);
  slow.share.reading = true;
  await new Promise((done) => setTimeout(done, 100));
  assert.equal(slow.refused, undefined);
  const may = reads(holder(memory, MIB));
  await waitFor("the other one's turn", may);
  assert.match(`${slow.refused}`, /--max-memory/);
});

test("A connection that uses its turn, or waits for the server, keeps it", async () => {
  const memory = new IntakeMemory(4 * MIB, 20);
  const busy = holder(memory, 2 * MIB);
  const next = holder(memory, MIB);
  reads(busy);
  const may = reads(next);
  busy.share.reading = true;
  const sending = setInterval(() => busy.share.received += 64 * 1024, 1);
  await new Promise((done) => setTimeout(done, 100));
  clearInterval(sending);
  busy.share.reading = false;
  await new Promise((done) => setTimeout(done, 60));
  assert.equal(busy.refused, undefined);
  assert(!may());
  busy.share.hold(0);
  await otherWork();
  assert(may());
});

test("The largest connection is refused when small ones leave no room", () => {
  const memory = new IntakeMemory(4 * MIB);
  const largest = holder(memory, 2 * MIB);
  const small = Array.from({ length: 40 }, () => holder(memory, 64 * 1024));
  assert.match(`${largest.refused}`, /--max-memory/);
  assert(small.every(({ refused }) => refused === undefined));
  assert.equal(memory.held, 40 * 64 * 1024);
});
