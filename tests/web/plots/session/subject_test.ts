import assert from "node:assert/strict";
import { test } from "node:test";
import { goesOn, subjectFor } from "../../../../web/plots/session/subject.ts";
import { readView } from "../../../../web/plots/view/view_state.ts";
import { DESCRIPTION, FakePlot, START, TABLE } from "../_support/fake_plot.ts";

test("all senders are asked for unless the view names some", () => {
  assert.equal(subject("").senders, undefined);
  assert.deepEqual(subject("?senders=n1").senders, ["n1"]);
  assert.equal(subject("?hidden=n1").senders, undefined);
  assert.equal(subject("?clock=client").clock, "client");
});

test("averages are of the senders that are not hidden", () => {
  assert.deepEqual(subject("?columns=psd&hidden=n1").senders, ["n2"]);
  assert.equal(subject("?columns=psd").senders, undefined);
  assert.equal(
    subject("?columns=psd&hidden=n1&hidden=n2").senders,
    undefined,
    "an empty list would mean nobody",
  );
});

test("an unknown table has no columns", () => {
  assert.deepEqual(subjectFor(readView(""), DESCRIPTION, "x").columns, []);
});

test("an experiment goes on if its latest row is recent, or its time unknown", async () => {
  const fake = new FakePlot();
  const asked = (start: number | undefined) =>
    goesOn(fake.host, TABLE, subject(""), start);
  assert.equal(await asked(START), true);
  assert.equal(await asked(undefined), true);
  fake.serverTime = START + 200;
  assert.equal(await asked(START), false);
  fake.serverTime = START - 200;
  assert.equal(await asked(START), false, "rows of the future are no news");
});

function subject(query: string) {
  return subjectFor(readView(query), DESCRIPTION, "t");
}
