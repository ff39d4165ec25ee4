import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { HeldFile } from "../_support/held_file.ts";
import { numbered } from "../_support/hello.ts";
import { column } from "../_support/sqlite.ts";
import { TestServer } from "../_support/test_server.ts";

/**
 * More databases than the server has worker threads: one of them shares a
 * thread.
 */
const domains = ["a", "b", "c", "d"];

/** The numbers in the files beside a database. */
function saved(server: TestServer, domain: string): number[] {
  const files = readdirSync(server.dataDir).filter((name) =>
    name.startsWith(`${domain}.unsaved`)
  );
  return files.flatMap((name) => {
    const text = readFileSync(join(server.dataDir, name), "utf8");
    const [, body] = text.split("\n\n");
    return body.trimEnd().split("\n").map((line) =>
      Number(line.split("\t")[3])
    );
  });
}

/** The numbers in the files and in the database. */
function kept(server: TestServer, domain: string): number[] {
  const stored = column(server.path(domain), "SELECT seq FROM app_m");
  return [...stored.map(Number), ...saved(server, domain)];
}

test("Data that a hanging thread can't store at a stop is saved in files once, within 10 s", async () => {
  await using server = await TestServer.start();
  const clients = [];
  for (const domain of domains) {
    clients.push(await server.client({ domain }, numbered(0, 10)));
    await server.sees(10, domain);
  }
  using _held = await HeldFile.make(server.path("held"));
  const last = await server.client({ domain: "held" }, numbered(0, 1_000));
  for (const client of clients) await client.send(numbered(10, 20_000));
  await last.send(numbered(1_000, 2_000));

  const began = performance.now();
  const status = await server.process.terminate(12_000);
  assert.ok(performance.now() - began < 10_000);
  // Node can't exit normally while one of its threads is blocked.
  assert.ok(status === 1 || status === "SIGKILL", `${status}`);
  const sent = Array.from({ length: 20_000 }, (_, i) => i);
  for (const domain of domains) assert.deepEqual(kept(server, domain), sent);
  assert.deepEqual(saved(server, "held"), sent.slice(0, 2_000));
  const log = server.process.stderr();
  assert.match(log, /ERROR held: .* could not be stored.*held\.unsaved\.oml/);
  assert.match(log, /ERROR [abcd]: 19990 tuples of s1 could not be stored/);
  assert.doesNotMatch(log, /may or may not be stored/);
});
