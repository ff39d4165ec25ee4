import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { parseJournal } from "../../proxy/spool/journal_facts.ts";
import {
  bytesAfter,
  readSharedLog,
  sharedLogPath,
} from "../../proxy/spool/shared_log.ts";
import { freePort } from "../_support/free_port.ts";
import {
  NumberedSender,
  type Trail,
  tuplesIn,
} from "../_support/numbered_sender.ts";
import { headers, numbered } from "../_support/hello.ts";
import { latin1 } from "../_support/packet.ts";
import { Random } from "../_support/random.ts";
import { runOml2 } from "../_support/run_command.ts";
import { type Received, Sink } from "../_support/sink.ts";
import { query } from "../_support/sqlite.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";

/** `OML_LONG` selects the full number, `OML_RUNS` any other. */
const RUNS = Number(process.env.OML_RUNS ?? (process.env.OML_LONG ? 200 : 3));
const SEED = Number(process.env.OML_SEED ?? 1);

/** Steps of a run, and the ms between them. */
const STEPS = 6;
const STEP_MS = [100, 600] as const;

const OPERATIONS = ["PAUSE", "STOP", "RESUME", "RESUME"] as const;

/** What is killed and restarted in a run. */
const VICTIMS = ["server", "proxy", "both"] as const;

for (let run = 0; run < RUNS; run++) {
  const victim = VICTIMS[run % VICTIMS.length];
  const seed = SEED * 1000 + run;
  test(`Killing ${victim} at random loses and duplicates nothing (seed ${seed})`, async () => {
    const port = await freePort();
    await using server = await TestServer.start("-l", `127.0.0.1:${port}`);
    const restart = async () => {
      await server.process.kill();
      await server.startAgain("-l", `127.0.0.1:${port}`);
    };
    await using proxy = await TestProxy.start(port);
    const senders = await torment(proxy, victim, restart, new Random(seed));
    await proxy.command("RESUME");
    await proxy.drained(60_000);
    assert.equal(await server.stop(), 0);
    for (const trail of senders.flatMap(({ trails }) => trails)) {
      checkStored(server.path("a"), trail);
    }
  });
}

for (let run = 0; run < RUNS; run++) {
  const victim = VICTIMS[run % VICTIMS.length];
  const seed = SEED * 1000 + run;
  test(`Killing ${victim} at random duplicates only whole segments at a foreign server (seed ${seed})`, async () => {
    const port = await freePort();
    let sink = await Sink.start({ bytesACall: 512, port });
    const received: Received[][] = [];
    const restart = async () => {
      await sink.close();
      received.push(sink.received);
      sink = await Sink.start({ bytesACall: 512, port });
    };
    await using proxy = await TestProxy.start(port, "--no-resume-header");
    const senders = await torment(
      proxy,
      victim,
      restart,
      new Random(seed),
      "--no-resume-header",
    );
    await proxy.command("RESUME");
    await proxy.drained(60_000);
    await proxy.stop();
    await sink.close();
    const segments = [...received, sink.received].flat();
    for (const sender of senders) {
      for (const trail of sender.trails) {
        checkSegments(segments, sender.headers(trail), trail);
      }
    }
  });
}

/** A paused proxy, killed while the newest data of a client is in its log. */
async function killedWithLog(proxy: TestProxy): Promise<string> {
  const text = headers({ domain: "a" }) + numbered(0, 10);
  const client = await proxy.client({ domain: "a" }, numbered(0, 10));
  await proxy.keeps(text.length);
  const more = numbered(10, 20);
  for (let i = 0; proxy.result().length >= text.length + i * more.length; i++) {
    // Result files have it every few seconds: once more if just then.
    await client.send(numbered(10 * (i + 1), 10 * (i + 2)));
    await proxy.keeps(text.length + (i + 1) * more.length);
  }
  await proxy.kill();
  return text;
}

test("After kill -9 the next process sends what the shared log has", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(server.process.port);
  const text = await killedWithLog(proxy);
  assert.ok(proxy.files().includes("result.wal"));
  await proxy.startAgain();
  assert.equal(proxy.files().includes("result.wal"), false);
  assert.ok(proxy.result().length > text.length);
  await proxy.command("RESUME");
  await proxy.drained();
  const [{ n, m }] = query(
    server.path("a"),
    "select count(*) as n, max(seq) as m from app_m",
  );
  assert.ok(Number(n) >= 20);
  assert.equal(m, Number(n) - 1);
});

test("After kill -9 oml2 replay sends what the shared log has", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(server.process.port);
  await killedWithLog(proxy);
  const { status, stderr } = await runOml2(
    ...["replay", proxy.resultFile],
    ...["--to", `127.0.0.1:${server.process.port}`],
  );
  assert.equal(status, 0, stderr);
  const [{ n, m }] = query(
    server.path("a"),
    "select count(*) as n, max(seq) as m from app_m",
  );
  assert.ok(Number(n) >= 20);
  assert.equal(m, Number(n) - 1);
});

/** Lets clients send while commands are executed and processes killed. */
async function torment(
  proxy: TestProxy,
  victim: typeof VICTIMS[number],
  restartServer: () => Promise<void>,
  random: Random,
  ...args: readonly string[]
): Promise<NumberedSender[]> {
  const senders = ["s", "t"].map((name) =>
    new NumberedSender("a", name, () => proxy.connect())
  );
  for (let step = 0; step < STEPS; step++) {
    await delay(random.from(...STEP_MS));
    await proxy.command(random.pick(OPERATIONS));
    await delay(random.from(...STEP_MS));
    if (step % 2 === 0) continue;
    const restarts = [];
    if (victim !== "server") restarts.push(restartProxy(proxy, senders, args));
    if (victim !== "proxy") restarts.push(restartServer());
    await Promise.all(restarts);
  }
  await Promise.all(senders.map((sender) => sender.end()));
  return senders;
}

async function restartProxy(
  proxy: TestProxy,
  senders: readonly NumberedSender[],
  args: readonly string[],
): Promise<void> {
  const safe = await safeTuples(proxy);
  await proxy.kill();
  for (const trail of senders.flatMap(({ trails }) => trails)) {
    trail.safe = Math.max(trail.safe, safe.get(trail.sender) ?? 0);
  }
  await proxy.startAgain(...args);
}

/**
 * Tuples by sender that are on disk according to the journals and the shared
 * log.
 */
async function safeTuples(proxy: TestProxy): Promise<Map<string, number>> {
  const safe = new Map<string, number>();
  const logged = await readSharedLog(sharedLogPath(proxy.resultFile));
  for (const name of proxy.files()) {
    const journal = join(proxy.root, `${name}.journal`);
    if (!existsSync(journal)) continue;
    const { facts } = parseJournal(readFileSync(journal, "utf8"));
    const size = facts.findLast((fact) => fact.kind === "data")?.to ?? 0;
    const id = facts.find((fact) => fact.kind === "stream")?.id ?? "";
    const rest = latin1(bytesAfter(size, logged.get(id) ?? []));
    const file = readFileSync(join(proxy.root, name), "latin1");
    const stream = file.slice(0, size) + rest;
    const sender = /^sender-id: (.*)$/m.exec(stream)?.[1];
    if (sender !== undefined) safe.set(sender, tuplesIn(stream));
  }
  return safe;
}

function checkStored(path: string, { sender, sent, safe }: Trail): void {
  const [found] = query(
    path,
    `select count(*) as n, count(distinct seq) as d, max(seq) as m from app_m
     join _senders on id = oml_sender_id where name = '${sender}'`,
  );
  const stored = Number(found.n);
  assert.equal(found.d, stored, `${sender}: none is doubled`);
  if (stored > 0) assert.equal(found.m, stored - 1, `${sender}: no gap`);
  assert.ok(stored >= safe, `${sender}: ${stored} of ${safe} that were safe`);
  assert.ok(stored <= sent + 20, `${sender}: ${stored}, but ${sent} were sent`);
}

/** Each segment continues another one, or repeats one from its start. */
function checkSegments(
  segments: readonly Received[],
  headers: string,
  { sender, safe }: Trail,
): void {
  const starts = new Set([0]);
  let reached = 0;
  for (const { text, ended } of segments) {
    if (!text.startsWith(headers)) continue;
    const numbers = text.slice(headers.length).split("\n").slice(0, -1)
      .map((line) => Number(line.split("\t")[3]));
    if (numbers.length === 0) continue;
    const [first] = numbers;
    assert.ok(starts.has(first), `${sender}: a segment starts at ${first}`);
    numbers.forEach((number, i) => assert.equal(number, first + i));
    if (!ended) continue;
    reached = Math.max(reached, first + numbers.length);
    starts.add(first + numbers.length);
  }
  assert.ok(reached >= safe, `${sender}: ${reached} of ${safe} that were safe`);
}
