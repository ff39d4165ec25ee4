import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import type { Client } from "../_support/client.ts";
import { headers } from "../_support/hello.ts";
import { LONG_MESSAGES, type LongMessage } from "../_support/long_messages.ts";
import { LongTurns, mostTurnMs } from "../_support/long_turns.ts";
import { SteadyClient } from "../_support/steady_client.ts";
import { TestServer } from "../_support/test_server.ts";

const isLong = process.env.OML_LONG !== undefined;

/**
 * Milliseconds during which no other client may be served. They are processor
 * time, but other programs on the machine spoil its caches.
 */
const MOST_MS = mostTurnMs(isLong ? 100 : 200);

/** What takes long because there are many clients. */
const CLIENTS = isLong ? 1000 : 300;

/** The garbage collector may have to collect what was allocated before. */
const TRIES = 3;

/** The best of several tries counts for each message. */
async function expectShortTurns(
  name: string,
  turns: LongTurns,
  attack: () => Promise<void>,
): Promise<void> {
  const seen: number[] = [];
  while (seen.length < TRIES) {
    await turns.longest();
    await attack();
    const ms = await turns.longest();
    if (ms < MOST_MS) return;
    seen.push(ms);
  }
  assert.fail(`${name}: no other client was served for ${seen.join(", ")} ms`);
}

async function sendTo(client: Client, parts: LongMessage["parts"]) {
  for (const part of parts) await client.send(part);
  await client.end();
}

/** Starts a server and a steady client, all of whose tuples must be stored. */
async function besideSteadyClient(
  attacks: (server: TestServer, turns: LongTurns) => Promise<void>,
): Promise<void> {
  using turns = new LongTurns();
  const command = [...turns.command, "server"];
  await using server = await TestServer.startBy(command);
  const client = await SteadyClient.start(server);
  await attacks(server, turns);
  const { sent, stored } = await client.end();
  assert.equal(stored, sent);
}

test("No message, however long, stalls the server for its other clients", async () => {
  await besideSteadyClient(async (server, turns) => {
    for (const { name, parts } of LONG_MESSAGES) {
      await expectShortTurns(name, turns, async () => {
        await sendTo(await server.connect(), parts);
      });
    }
  });
});

test(`${CLIENTS} clients that define 2,000 streams each do not stall the server`, async () => {
  const schemas = Array.from(
    { length: 2_000 },
    (_, i) => `${i + 1} m${i} v:int32`,
  );
  const hello = headers({ domain: "many", schemas });
  await besideSteadyClient(async (server, turns) => {
    await expectShortTurns("definitions", turns, async () => {
      await Promise.all(Array.from({ length: CLIENTS }, async () => {
        const client = await server.connect();
        await client.send(hello);
        await client.end();
      }));
    });
  });
});
