import assert from "node:assert/strict";
import { test } from "node:test";
import { someArchive } from "../_support/some_archive.ts";
import { TestApi } from "../_support/test_api.ts";

const TABLE = "/experiments/wifi/tables/radio_link";

test("rows have all columns, of every kind", async () => {
  const api = TestApi.of(someArchive());
  const rows = await api.json(`${TABLE}/rows?limit=4`);
  assert.deepEqual(rows, {
    ids: [1, 2, 3, 4],
    senders: ["node1", "node2", "node1", "node2"],
    seqs: [1, 1, 2, 2],
    client: [0, 0.1, 0.2, 0.3],
    server: [0.003, 0.103, 0.203, 0.303],
    values: {
      rssi: [-61, -62, -63, -64],
      up: [true, true, false, true],
      peer: ['peer, "1"', 'peer, "2"', 'peer, "3"', null],
      taps: [[1, null, 0.5], [2, null, 0.5], [3, null, 0.5], [4, null, 0.5]],
      frame: ["AAEC", "AAEC", "AAEC", "AAEC"],
    },
    lastId: 4,
    more: true,
  });
});

test("rows are selected by every parameter", async () => {
  const api = TestApi.of(someArchive());
  const ids = async (query: string) =>
    (await api.json(`${TABLE}/rows?${query}`)).ids;
  assert.deepEqual(await ids("limit=2&senders=node2"), [2, 4]);
  assert.deepEqual(
    await ids("senders=node1&senders=node2&limit=3"),
    [1, 2, 3],
  );
  assert.deepEqual(await ids("after=38"), [39, 40]);
  assert.deepEqual(await ids("before=5&limit=2"), [3, 4]);
  assert.deepEqual(await ids("from=3.8"), [39, 40]);
  assert.deepEqual(await ids("clock=client&to=0.1"), [1, 2]);
  assert.deepEqual(await ids("from=1e0&to=1.11"), [11, 12]);
  assert.equal((await ids("")).length, 40);
});

test("columns are chosen by name, each once", async () => {
  const api = TestApi.of(someArchive());
  const query = "columns=up&columns=rssi&columns=up&limit=1";
  const { values } = await api.json(`${TABLE}/rows?${query}`);
  assert.deepEqual(values, { up: [true], rssi: [-61] });
});

test("a series has a line for each sender and column", async () => {
  const api = TestApi.of(someArchive());
  const query = "columns=rssi&columns=up&width=2";
  const series = await api.json(`${TABLE}/series?${query}`);
  assert.equal(series.lines.length, 4);
  assert.equal(series.clock, "server");
  assert.equal(series.lastId, 40);
  assert.deepEqual(series.lines[0].min, [-69, -69]);
  assert.deepEqual(series.lines[0].max, [-61, -61]);
});

test("spectra have the average of each pixel and the latest vector", async () => {
  const api = TestApi.of(someArchive());
  const query = "column=taps&width=1&bins=2&clock=client";
  const spectra = await api.json(`${TABLE}/spectra?${query}`);
  assert.equal(spectra.length, 3);
  assert.deepEqual(spectra.values, [[20.5, 0.5]]);
  assert.deepEqual(spectra.latest, {
    time: 3.9,
    sender: "node2",
    values: [40, null, 0.5],
  });
});

test("unknown tables, columns and senders are not found", async () => {
  const api = TestApi.of(someArchive());
  const cases = [
    ["/experiments/none/tables/radio_link/rows", 'no experiment "none"'],
    ["/experiments/wifi/tables/none/rows", 'no table "none"'],
    [`${TABLE}/rows?columns=none`, 'no column "none"'],
    [`${TABLE}/rows?senders=none`, 'no sender "none"'],
    [`${TABLE}/series?columns=none`, 'no column "none"'],
    [`${TABLE}/spectra?column=none`, 'no column "none"'],
  ];
  for (const [path, message] of cases) {
    const answer = await api.error(path);
    assert.deepEqual(answer.slice(0, 2), ["404", message], path);
    assert.match(answer[2], /^GET .* lists /, path);
  }
});
