import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import process from "node:process";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { connect } from "../_support/client.ts";
import { headers } from "../_support/hello.ts";
import { residentMemory } from "../_support/resident_memory.ts";
import { scalar } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";

const MB = 1e6;

/**
 * The number of clients of each kind before the first and the second
 * measurement.
 */
const stages = process.env.OML_LONG
  ? [
    { senders: 2_000, schemas: 2_000, streams: 2_000 },
    { senders: 20_000, schemas: 20_000, streams: 5_000 },
  ]
  : [
    { senders: 150, schemas: 150, streams: 150 },
    { senders: 450, schemas: 450, streams: 450 },
  ];

type Kind = keyof typeof stages[number];

/** The most that all clients between the two measurements may leave behind. */
const MOST_GROWTH = 20 * MB;

/** Clients connected at the same time. */
const AT_ONCE = 24;

/** New schemas of one experiment: 200 in the long form. */
const SCHEMAS_EACH = 100;

/** Milliseconds within which an idle server releases memory. */
const REST_MS = 28_000;

const FIELDS = "n:int32 x:double text:string";
const TUPLES = [1, 2, 3, 4, 5].map((n) => `${n}\t1\t${n}\t${n}\t0.5\thello\n`)
  .join("");

/** The headers of a client that was not connected before. */
const greetings: Record<Kind, (i: number) => string> = {
  senders: (i) =>
    headers({
      domain: "senders",
      sender: `sender-${i}`,
      schemas: [`1 app_m ${FIELDS}`],
    }),
  schemas: (i) =>
    headers({
      domain: `schemas-${Math.floor(i / SCHEMAS_EACH)}`,
      schemas: [`1 app_m${i} ${FIELDS}`],
    }),
  streams: () =>
    headers({ domain: "streams", schemas: [`1 app_m ${FIELDS}`] })
      .replace(/\n$/, `oml2-resume: ${randomUUID()}\n\n`),
};

/** Connects the clients `from` up to `to` for a moment each. */
async function bring(port: number, kind: Kind, from: number, to: number) {
  let next = from;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (next < to) {
      const greeting = greetings[kind](next++);
      const client = await connect(port);
      await client.send(greeting + TUPLES);
      await client.end();
    }
  }));
}

/** The memory of an unused server at rest. */
async function memoryAtRest(pid: number): Promise<number> {
  // Only time makes a server idle.
  await delay(REST_MS);
  return residentMemory(pid);
}

test("The memory at rest does not depend on the number of former clients", async () => {
  await using server = await TestServer.start();
  const { pid, port } = server.process;
  // Two experiments are never closed, so that anything they keep adds up.
  for (const domain of ["senders", "streams"]) {
    await server.client({ domain, schemas: [`1 app_m ${FIELDS}`] }, TUPLES);
  }
  const memory = [];
  const came = { senders: 0, schemas: 0, streams: 0 };
  for (const stage of stages) {
    const start = performance.now();
    for (const kind of ["senders", "schemas", "streams"] as const) {
      await bring(port, kind, came[kind], stage[kind]);
      came[kind] = stage[kind];
    }
    const seconds = Math.round((performance.now() - start) / 1000);
    const busy = residentMemory(pid);
    const rest = await memoryAtRest(pid);
    memory.push(rest);
    console.log(
      `${came.senders} senders, ${came.schemas} schemas, ${came.streams} ` +
        `streams in ${seconds} s: ${Math.round(busy / MB)} MB, at rest ` +
        `${Math.round(rest / MB)} MB`,
    );
  }
  const known = scalar(server.path("senders"), "select count(*) from _senders");
  assert.equal(known, came.senders + 1);
  const grown = memory[1] - memory[0];
  assert(grown < MOST_GROWTH, `${Math.round(grown / MB)} MB more`);
});
