import assert from "node:assert/strict";
import { test } from "node:test";
import { ArchiveError, TimeLimitError } from "../../../../archive/errors.ts";
import { MemoryArchive } from "../../../_support/memory_archive.ts";
import {
  someClient,
  someExperiment,
  someStatus,
} from "../../../_support/some_status.ts";
import { someArchive } from "../_support/some_archive.ts";
import { TestApi } from "../_support/test_api.ts";

test("the experiments are listed by name, with their clients", async () => {
  const status = someStatus({
    experiments: [
      someExperiment({ domain: "wifi", clients: 2, queuedRows: 5 }),
    ],
  });
  const archive = someArchive();
  const api = new TestApi({ kind: "server", archive, server: () => status });
  const { experiments, time } = await api.json("/experiments");
  assert.ok(Math.abs(time - Date.now() / 1000) < 5);
  assert.deepEqual(experiments, [
    { name: "old", tables: 0, senders: 0, rows: 0 },
    {
      name: "wifi",
      startTime: 1_700_000_000,
      tables: 2,
      senders: 2,
      rows: 40,
      firstRow: 1_700_000_000.003,
      lastRow: 1_700_000_003.903,
      live: { clients: 2, queuedRows: 5, storedRows: 100 },
    },
  ]);
});

test("the fault of an experiment does not show folders", async () => {
  const archive = someArchive();
  archive.experiments = () =>
    Promise.resolve([{
      name: "bad",
      tables: 0,
      senders: 0,
      rows: 0,
      fault: "/srv/oml/bad.sq3: file is not a database",
    }]);
  const { experiments } = await TestApi.of(archive).json("/experiments");
  assert.equal(experiments[0].fault, "bad.sq3: file is not a database");
});

test("an experiment is described", async () => {
  const found = await TestApi.of(someArchive()).json("/experiments/wifi");
  assert.deepEqual(found.senders, [
    { id: 1, name: "node1" },
    { id: 2, name: "node2" },
  ]);
  assert.deepEqual(found.tables.map(({ name }: { name: string }) => name), [
    "empty",
    "radio_link",
  ]);
  assert.deepEqual(found.tables[1].columns[0], {
    name: "rssi",
    type: "int32",
    kind: "number",
    unit: "dBm",
  });
  assert.equal(found.metadata[1].sender, "node1");
});

test("names may have any characters", async () => {
  const name = "a/b ?%é\u{1f600}";
  const archive = new MemoryArchive([{ name, senders: [], tables: [] }]);
  const api = TestApi.of(archive);
  const found = await api.json(`/experiments/${encodeURIComponent(name)}`);
  assert.equal(found.name, name);
});

test("the activity has the clients of a server", async () => {
  const clients = [
    someClient({ domain: "wifi" }),
    someClient({ domain: "other" }),
  ];
  const archive = someArchive();
  const server = () => someStatus({ clients });
  const api = new TestApi({ kind: "server", archive, server });
  const activity = await api.json("/experiments/wifi/activity");
  assert.deepEqual(activity.clients, [clients[0]]);
  assert.equal(activity.cells.length, 2);
  assert.equal(activity.cells[0].tuples, 20);
  assert.deepEqual(activity.conversions, [{ sender: "node1", count: 3 }]);
  const stored = await TestApi.of(archive).json("/experiments/wifi/activity");
  assert.equal(stored.clients, undefined);
});

test("rejected samples are listed page by page", async () => {
  const api = TestApi.of(someArchive());
  const ids = async (query: string) => {
    const page = await api.json(`/experiments/wifi/rejects?${query}`);
    const samples: readonly { id: number }[] = page.samples;
    return [...samples.map(({ id }) => id), page.more];
  };
  assert.deepEqual(await ids(""), [3, 2, 1, false]);
  assert.deepEqual(await ids("limit=2"), [3, 2, true]);
  assert.deepEqual(await ids("before=2"), [1, false]);
  assert.deepEqual(await ids("sender=node2"), [2, false]);
});

test("unknown names are not found, and the hint says where to look", async () => {
  const api = TestApi.of(someArchive());
  assert.deepEqual(await api.error("/experiments/none"), [
    "404",
    'no experiment "none"',
    "GET /api/v1/experiments lists the experiments",
  ]);
  assert.deepEqual(await api.error("/experiments/wifi/rejects?sender=x"), [
    "404",
    'no sender "x"',
    "GET /api/v1/experiments/{experiment} lists the senders",
  ]);
  for (const route of ["activity", "rejects"]) {
    const [status] = await api.error(`/experiments/none/${route}`);
    assert.equal(status, "404", route);
  }
});

test("a query that takes too long has a hint", async () => {
  const archive = someArchive();
  archive.activity = () => Promise.reject(new TimeLimitError(2_000));
  const api = TestApi.of(archive);
  assert.deepEqual(await api.error("/experiments/wifi/activity"), [
    "422",
    "the query was ended after 2 s",
    "ask for fewer rows or a shorter time",
  ]);
});

test("stored data that cannot be read is an error without folders", async () => {
  const archive = someArchive();
  const fault = "Cannot read /srv/oml/wifi.sq3: permission denied";
  const hint = "let oml read /srv/oml/wifi.sq3";
  archive.describe = () => Promise.reject(new ArchiveError(fault, { hint }));
  const api = TestApi.of(archive);
  const response = await api.fetch("/experiments/wifi");
  assert.equal(response.headers.get("retry-after"), "5");
  assert.deepEqual(await api.error("/experiments/wifi"), [
    "503",
    "Cannot read wifi.sq3: permission denied",
    "let oml read wifi.sq3",
  ]);
  assert.ok(api.log.of("warn").every((line) => line.includes("/srv/oml")));
});

test("a proxy has no stored experiments", async () => {
  const api = new TestApi({ kind: "proxy" });
  assert.deepEqual(await api.error("/experiments"), [
    "404",
    "this program has no stored experiments",
    "ask a server, or a view of stored data",
  ]);
});
