import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { headers, numbered } from "../_support/hello.ts";
import { NumberedSender } from "../_support/numbered_sender.ts";
import { bytes } from "../_support/packet.ts";
import { answers, ResumableSender } from "../_support/resumable_sender.ts";
import { query, scalar } from "../_support/sqlite.ts";
import { TestProxy } from "../_support/test_proxy.ts";
import { TestServer } from "../_support/test_server.ts";
import { waitFor } from "../_support/wait_for.ts";

const ROWS = 2_000;
const DEFINITION = "0\t0\t1\t.\tschema\t2 app_late x:int32\n";

/** A stream that defines another one in its middle. */
function makeSender(): ResumableSender {
  const body = numbered(0, ROWS / 2) + DEFINITION +
    "0\t2\t1\t7\n" + numbered(ROWS / 2, ROWS);
  const header = headers({ domain: "a" });
  return new ResumableSender(randomUUID(), header, bytes(body));
}

function checkRows(path: string): void {
  const [found] = query(
    path,
    "select count(*) as n, count(distinct seq) as d, max(seq) as m from app_m",
  );
  assert.deepEqual(found, { n: ROWS, d: ROWS, m: ROWS - 1 });
  assert.equal(scalar(path, "select count(*) from app_late"), 1);
}

test("A resuming client learns what is on the proxy's disk, and continues there", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(server.process.port);
  const sender = makeSender();
  const steps = 6;
  let offset = 0;
  for (let step = 1; step <= steps; step++) {
    const begun = await sender.begin(proxy.port);
    assert.ok(begun.offset >= offset, "nothing that was told is taken back");
    offset = begun.offset;
    const rest = sender.rest(offset);
    const isLast = step === steps;
    const size = isLast ? rest.length : Math.floor(rest.length / 3);
    await begun.client.send(rest.subarray(0, size)).catch(() => undefined);
    if (isLast) await begun.client.end();
    else if (step % 2 === 0) {
      await waitFor(
        "an answer",
        () => (answers(begun.client).at(-1) ?? 0) > offset,
      );
      await proxy.kill();
      await proxy.startAgain();
    } else begun.client.reset();
    offset = answers(begun.client).at(-1) ?? offset;
    begun.client.destroy();
  }
  assert.equal(offset, sender.length);
  assert.equal(
    proxy.files().filter((name) => /^result(\.\d+)?$/.test(name)).length,
    1,
    "all of it is in one file",
  );
  await proxy.command("RESUME");
  await proxy.drained();
  checkRows(server.path("a"));
  assert.equal(
    scalar(server.path("a"), 'select "offset" from _oml_progress'),
    sender.length,
  );
});

test("A client that returns after delivery continues in a new file", async () => {
  await using server = await TestServer.start();
  await using proxy = await TestProxy.start(server.process.port);
  const sender = makeSender();
  const rest = sender.rest(0);
  const first = await sender.begin(proxy.port);
  const half = rest.lastIndexOf(10, rest.length / 2) + 1;
  await first.client.send(rest.subarray(0, half));
  const told = () => answers(first.client).at(-1) ?? 0;
  await waitFor(
    "an answer",
    () => told() === sender.length - rest.length + half,
  );
  await proxy.command("RESUME");
  await proxy.drained();
  await proxy.command("PAUSE");
  // The first connection still exists, as after a change of address.
  const { client, offset } = await sender.begin(proxy.port);
  assert.equal(offset, 0, "what was delivered the server knows of");
  await client.send(rest);
  await client.end();
  assert.equal(answers(client).at(-1), sender.length);
  first.client.destroy();
  await proxy.command("RESUME");
  await proxy.drained();
  checkRows(server.path("a"));
});

test("Through two proxies, both killed at random, every tuple is stored once", async () => {
  await using server = await TestServer.start();
  await using second = await TestProxy.start(
    server.process.port,
    "--auto-resume",
  );
  const port = second.port;
  await using first = await TestProxy.start(port, "--auto-resume");
  const sender = new NumberedSender("a", "s", () => first.connect());
  for (const proxy of [second, first, second]) {
    await delay(500);
    await proxy.kill();
    const args = proxy === second ? ["-l", `127.0.0.1:${port}`] : [];
    await proxy.startAgain("--auto-resume", ...args);
  }
  await sender.end();
  await waitFor("all of it", async () => {
    const status = [
      ...await first.command("STATUS"),
      ...await second.command("STATUS"),
    ].filter((line) => line.startsWith("STATUS"));
    return status.every((line) => / streams=0 /.test(line)) || status.join();
  }, 30_000);
  for (const { sender: name } of sender.trails) {
    const [{ n, d, m }] = query(
      server.path("a"),
      `select count(*) as n, count(distinct seq) as d, max(seq) as m from app_m
       join _senders on id = oml_sender_id where name = '${name}'`,
    );
    assert.equal(d, n, `${name}: none is doubled`);
    if (Number(n) > 0) assert.equal(m, Number(n) - 1, `${name}: no gap`);
  }
  const last = sender.trails.at(-1);
  assert.equal(
    scalar(
      server.path("a"),
      `select count(*) from app_m join _senders on id = oml_sender_id
       where name = '${last?.sender}'`,
    ),
    last?.sent,
  );
});
