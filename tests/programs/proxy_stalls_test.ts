import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import process from "node:process";
import { test } from "node:test";
import { connect } from "../_support/client.ts";
import { headers } from "../_support/hello.ts";
import { LongTurns, mostTurnMs } from "../_support/long_turns.ts";
import { scalar } from "../_support/sqlite.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

/** Milliseconds of CPU time during which nobody else is served. */
const MOST_MS = mostTurnMs(process.env.OML_LONG ? 100 : 200);

/** Elements that take long to decode. */
const COUNT = 1_000_000;

/** With a blob, every tuple must be decoded to find its end. */
const HEADERS = headers({
  ...{ domain: "a", protocol: 5, schemas: ["1 app_m v:[double] b:blob"] },
});

const LINE = `1\t1\t1\t${COUNT}${" nan".repeat(COUNT)}\tQUJD\n`;

const WAYS: readonly [name: string, head: string, args: readonly string[]][] = [
  ["with drop-new", HEADERS, ["--spool-policy", "drop-new"]],
  [
    "of a client that resumes",
    HEADERS.replace("content:", `oml2-resume: ${randomUUID()}\ncontent:`),
    [],
  ],
];

for (const [name, head, args] of WAYS) {
  test(`A line of 4 MB ${name} does not block the proxy, neither when received nor when sent`, async () => {
    using turns = new LongTurns();
    await using server = await TestServer.start();
    const { port } = server.process;
    await using proxy = TestProxy.prepare(port, turns.command);
    await proxy.startAgain(...args);
    await turns.longest();
    const client = await proxy.connect();
    await client.send(head + LINE);
    await client.end();
    const came = await turns.longest();
    await proxy.command("RESUME");
    await proxy.drained(60_000);
    const went = await turns.longest();
    const json = "select length(v) from app_m";
    assert.equal(scalar(server.path("a"), json), 6 * COUNT + 2);
    assert(Math.max(came, went) < MOST_MS, `${came} and ${went} ms`);
  });
}

/** Milliseconds until an operator is answered; Deno took 3 s or more. */
const ANSWER_MS = 2_500;

test("Operators that send empty lines endlessly do not keep others from an answer", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(server.process.port);
  const lines = "\n".repeat(1024 * 1024);
  const floods = await Promise.all(
    Array.from({ length: 6 }, () => connect(proxy.control)),
  );
  let isFlooding = true;
  const flooding = floods.map(async (flood) => {
    while (isFlooding) await flood.send(lines);
  });
  for (let i = 0; i < 3; i++) {
    const other = await connect(proxy.control);
    await other.send("STATUS\n");
    const hasAnswer = () => other.heard.startsWith("STATUS");
    await waitFor("an answer", hasAnswer, ANSWER_MS);
    other.destroy();
  }
  isFlooding = false;
  await Promise.all(flooding);
  for (const flood of floods) flood.destroy();
});
