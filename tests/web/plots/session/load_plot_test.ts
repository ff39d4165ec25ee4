import assert from "node:assert/strict";
import { test } from "node:test";
import {
  latestRow,
  loadPlot,
} from "../../../../web/plots/session/load_plot.ts";
import type { Subject } from "../../../../web/plots/session/plot_data.ts";
import { COLUMNS, FakePlot, TABLE } from "../_support/fake_plot.ts";

const SUBJECT: Subject = { columns: COLUMNS, clock: "server" };
const { signal } = new AbortController();

test("each kind of column is asked for in its way", async () => {
  const fake = new FakePlot();
  const { get } = fake.host;
  const asked = { from: 10, to: 20 };
  const data = await loadPlot(get, TABLE, SUBJECT, asked, 801.5, signal);
  assert.deepEqual(fake.asked.map((path) => path.split("/").at(-1)), [
    "series?columns=v&clock=server&from=10&to=20&width=802",
    "spectra?column=psd&clock=server&from=10&to=20&width=401&bins=96",
    "rows?columns=note&clock=server&from=10&to=20&before=9007199254740991" +
    "&limit=1000",
  ]);
  assert.deepEqual(data.range, asked);
  assert.equal(data.density, 80.2);
  assert.equal(data.lastId, 2, "the rows after the earliest answer are new");
  assert.deepEqual([...data.senders], ["n1", "n2"]);
});

test("nothing is asked for columns that are not chosen", async () => {
  const fake = new FakePlot();
  const subject = { ...SUBJECT, columns: COLUMNS.slice(0, 1) };
  const data = await loadPlot(fake.host.get, TABLE, subject, {}, 9_999, signal);
  assert.equal(fake.asked.length, 1);
  assert.match(fake.asked[0], /width=4000$/);
  assert.deepEqual(data.range, { from: 0, to: 100 });
  assert.equal(data.covered, 1);
});

test("the latest row has only one column", async () => {
  const fake = new FakePlot();
  const subject = { ...SUBJECT, senders: ["n1"] };
  await latestRow(fake.host.get, TABLE, subject, signal);
  assert.match(fake.asked[0], /rows\?columns=v&senders=n1&before=\d+&limit=1$/);
});
