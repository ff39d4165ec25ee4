import assert from "node:assert/strict";
import { test } from "node:test";
import type { Client } from "../_support/client.ts";
import { Random } from "../_support/random.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";
import {
  add,
  countDatabase,
  type Counts,
  countStream,
} from "./_support/counts.ts";
import { anything, damagedBody } from "./_support/odd_stream.ts";
import { amount, isLong, repeatWith, seedOf, tell } from "./_support/seed.ts";
import { DEFAULT_SIZE, underAttack } from "./_support/under_attack.ts";

const STREAMS = amount(400, 5_000);

/** Streams of one experiment; their schemas are in conflict. */
const STREAMS_EACH = 8;

/** Clients connected at the same time. */
const AT_ONCE = 24;

/** Clients of this share send anything, even headers that no server accepts. */
const ANYTHING = 0.2;

const SIZE = { ...DEFAULT_SIZE, experiments: STREAMS / STREAMS_EACH };

type Connect = () => Promise<Client>;

/** Sends bytes in pieces; a server may close at a fault before the last. */
async function send(connect: Connect, random: Random, stream: Uint8Array) {
  const client = await connect();
  try {
    for (let at = 0; at < stream.length;) {
      const end = at + random.pick([1, 7, 60, 4096]);
      await client.send(stream.subarray(at, end));
      at = end;
    }
    await client.end();
  } catch {
    client.destroy();
  }
}

/** Sends all streams; returns what each experiment must have. */
async function sendAll(connect: Connect): Promise<Map<string, Counts>> {
  const expected = new Map<string, Counts>();
  let next = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (next < STREAMS) {
      const i = next++;
      const random = new Random(seedOf(i));
      if (random.next() < ANYTHING) {
        await send(connect, random, anything(random));
        continue;
      }
      const domain = `fuzz-${Math.floor(i / STREAMS_EACH)}`;
      const { bytes } = damagedBody(random, domain);
      const before = expected.get(domain) ?? { tuples: 0, rejected: 0 };
      expected.set(domain, add(before, countStream(bytes)));
      await send(connect, random, bytes);
    }
  }));
  return expected;
}

/** Waits until the databases hold all that was sent; returns the sum. */
async function check(
  server: TestServer,
  expected: Map<string, Counts>,
): Promise<Counts> {
  let all: Counts = { tuples: 0, rejected: 0 };
  for (const [domain, counts] of expected) {
    const wanted = JSON.stringify(counts);
    const what = `${domain} of ${repeatWith("server_fuzz_test.ts")}: ${wanted}`;
    await waitFor(what, () => {
      const there = JSON.stringify(countDatabase(server.path(domain)));
      return there === wanted || there;
    });
    all = add(all, counts);
  }
  return all;
}

test(`A server stores or rejects each sample of ${STREAMS} odd streams`, async (t) => {
  await underAttack(t, SIZE, async (server) => {
    const expected = await sendAll(() => server.connect());
    const all = await check(server, expected);
    tell(
      t,
      `${repeatWith("server_fuzz_test.ts")}: ${JSON.stringify(all)}`,
    );
  });
});

test(`A server gets each sample of ${STREAMS} odd streams through a proxy`, async (t) => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(server.process.port);
  const expected = await sendAll(() => proxy.connect());
  await proxy.command("OMLPROXY-RESUME");
  const drained = await proxy.drained(isLong ? 600_000 : 60_000);
  assert.equal(await proxy.stop(), 0);
  assert.equal(await server.stop(), 0);
  const all = await check(server, expected);
  tell(
    t,
    `${repeatWith("server_fuzz_test.ts")}: ${JSON.stringify(all)}; ${drained}`,
  );
});
