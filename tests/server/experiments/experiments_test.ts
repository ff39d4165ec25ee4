import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_SERVER_OPTIONS } from "../../../server/options.ts";
import { Experiments } from "../../../server/experiments/experiments.ts";
import { MemoryLog } from "../../_support/memory_log.ts";
import { ScriptedStore } from "../_support/scripted_store.ts";

function setUp(limit: { most?: number } = {}) {
  const store = new ScriptedStore();
  const log = new MemoryLog();
  const { collect } = DEFAULT_SERVER_OPTIONS;
  const experiments = new Experiments(store, collect, { log, ...limit });
  return { store, log, experiments };
}

test("Clients of one domain share an experiment", async () => {
  const { store, experiments } = setUp();
  const [one, two] = await Promise.all([
    experiments.acquire("a"),
    experiments.acquire("a"),
  ]);
  assert.equal(one, two);
  assert.notEqual(await experiments.acquire("b"), one);
  assert.deepEqual(store.opened, ["a", "b"]);
  assert.equal(experiments.size, 2);
});

test("Open databases are limited", async () => {
  const { experiments } = setUp({ most: 1 });
  const experiment = await experiments.acquire("a");
  await experiments.acquire("a");
  await assert.rejects(experiments.acquire("b"), /1 others.*--max-domains/);
  await experiments.release(experiment);
  await experiments.release(experiment);
  await experiments.acquire("b");
  assert.equal(experiments.size, 1);
});

test("Only the last client's release closes the database", async () => {
  const { store, experiments } = setUp();
  const experiment = await experiments.acquire("a");
  await experiments.acquire("a");
  await experiments.release(experiment);
  assert.equal(store.databases.get("a")?.closed, false);
  await experiments.release(experiment);
  assert.equal(store.databases.get("a")?.closed, true);
  assert.equal(experiments.size, 0);
});

test("Only the last client to leave triggers rest()", async () => {
  const { store, experiments } = setUp();
  const experiment = await experiments.acquire("a");
  await experiments.acquire("a");
  const rests = () => store.databases.get("a")?.rests;
  await experiments.leave(experiment);
  assert.equal(rests(), 0, "another one is there");
  await experiments.leave(experiment);
  assert.equal(rests(), 1);
  // One that reconnects while they linger becomes the last one.
  assert.equal(await experiments.acquire("a"), experiment);
  await experiments.release(experiment, true);
  await experiments.release(experiment, true);
  assert.equal(rests(), 1);
  await experiments.leave(experiment);
  assert.equal(rests(), 2);
  await experiments.release(experiment, true);
  assert.equal(store.databases.get("a")?.closed, true);
});

test("Not each of many short-lived clients counts as the last one", async () => {
  const { store, experiments } = setUp();
  const experiment = await experiments.acquire("a");
  await experiments.leave(experiment);
  await experiments.acquire("a");
  const left = experiments.leave(experiment);
  await experiments.acquire("a");
  await left;
  const database = store.databases.get("a");
  assert.equal(database?.rests, 1, "a third one came at once");
  await experiments.leave(experiment);
  assert.equal(database?.rests, 2);
});

test("A client released without leave() does not prevent another from being the last", async () => {
  const { store, experiments } = setUp();
  const experiment = await experiments.acquire("a");
  await experiments.acquire("a");
  await experiments.release(experiment);
  await experiments.leave(experiment);
  assert.equal(store.databases.get("a")?.rests, 1);
});

test("A client that connects while the database is being closed waits, then reopens it", async () => {
  const { store, experiments } = setUp();
  const first = await experiments.acquire("a");
  const gate = Promise.withResolvers<void>();
  const database = store.databases.get("a");
  if (database !== undefined) database.closing = gate.promise;
  const released = experiments.release(first);
  const again = experiments.acquire("a");
  await Promise.resolve();
  assert.deepEqual(store.opened, ["a"]);
  gate.resolve();
  await released;
  assert.notEqual(await again, first);
  assert.deepEqual(store.opened, ["a", "a"]);
});

test("A failed close does not block the next client", async () => {
  const { store, experiments } = setUp();
  const first = await experiments.acquire("a");
  const database = store.databases.get("a");
  if (database !== undefined) {
    database.closing = Promise.reject(new Error("no close"));
  }
  const released = experiments.release(first);
  const again = experiments.acquire("a");
  await assert.rejects(released, /no close/);
  assert.notEqual(await again, first);
});

test("A failed open fails all waiting clients, and is retried for later ones", async () => {
  const { store, experiments } = setUp();
  store.opening = Promise.reject(new Error("no open"));
  const waiting = [experiments.acquire("a"), experiments.acquire("a")];
  for (const acquired of waiting) await assert.rejects(acquired, /no open/);
  assert.equal(experiments.size, 0);
  store.opening = Promise.resolve();
  await experiments.acquire("a");
  assert.deepEqual(store.opened, ["a", "a"]);
});

test("The log shows whether a database was new", async () => {
  const { log, experiments } = setUp();
  await experiments.acquire("a");
  assert.deepEqual(log.of("info"), ["info: a: database created"]);
});
