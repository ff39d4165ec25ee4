import assert from "node:assert/strict";
import { test } from "node:test";
import { StillView } from "../../../../web/plots/session/still_view.ts";
import { COLUMNS, FakePlot, settled, TABLE } from "../_support/fake_plot.ts";

const SUBJECT = { columns: COLUMNS.slice(0, 1), clock: "server" } as const;

test("the first rows are asked for at once, others when the user rests", async () => {
  const { view, fake } = setUp();
  view.show({ subject: SUBJECT, width: 500 });
  await settled();
  assert.deepEqual(view.data?.range, { from: 0, to: 100 });
  view.show({ subject: SUBJECT, width: 500, range: { from: 40, to: 60 } });
  assert.equal(fake.asked.length, 1);
  await fake.pass(0.2);
  assert.match(fake.asked[1], /from=30&to=70&width=1000$/);
});

test("no more than all rows is asked for", async () => {
  const { view, fake } = setUp();
  view.show({ subject: SUBJECT, width: 500 });
  await settled();
  view.show({ subject: SUBJECT, width: 500, range: { from: 0, to: 20 } });
  await fake.pass(0.2);
  assert.match(fake.asked[1], /from=0&to=30&width=750$/);
});

test("rows that show the same are not asked for", async () => {
  const { view, fake } = setUp();
  const query = { subject: SUBJECT, width: 500 };
  view.show({ ...query, range: { from: 40, to: 60 } });
  await settled();
  view.show({ ...query, range: { from: 35, to: 55 } });
  view.show({ ...query, range: { from: 35, to: 65 } });
  await fake.pass(1);
  assert.equal(fake.asked.length, 1);
  view.show({ ...query, range: { from: 50, to: 55 } });
  await fake.pass(1);
  assert.equal(fake.asked.length, 2, "a zoom needs finer rows");
});

test("cleared, a view forgets", async () => {
  const { view, fake } = setUp();
  view.show({ subject: SUBJECT, width: 500 });
  view.clear();
  await settled();
  assert.equal(view.data, undefined);
  assert.equal(view.isBusy, false);
  assert.equal(fake.asked.length, 1);
});

function setUp() {
  const fake = new FakePlot();
  const view = new StillView(fake.host, TABLE, () => {}, () => {});
  return { view, fake };
}
