import assert from "node:assert/strict";
import { test } from "node:test";
import { htmlReport } from "../../../report/html/html_report.ts";
import {
  arrive,
  measure,
  reportOn,
  type SampleExtras,
  type SampleRow,
} from "../_support/sample_experiment.ts";

async function htmlOf(rows: readonly SampleRow[], extras: SampleExtras = {}) {
  return htmlReport(await reportOn(rows, extras));
}

const FAULTY = arrive(
  measure({ sender: "n1", tuples: 3_600 }),
  measure({ sender: "n2", tuples: 3_600 })
    .filter(({ seq }) => seq < 1_000 || seq > 1_200),
  measure({ sender: "n3", tuples: 2_000 }),
  measure({
    ...{ sender: "n4", tuples: 3_600 },
    clock: (time) => 90 + time * (1 + 50e-6),
  }),
);
const EXTRAS = {
  senders: ["n5"],
  rejects: [{ sender: "n1", time: 70, reason: "too few fields" }],
};

test("A report is one file that needs nothing else", async () => {
  const html = await htmlOf(FAULTY, EXTRAS);
  assert.match(html, /^<!DOCTYPE html>\n/);
  assert.doesNotMatch(html, /<script|https?:|url\(|@import|<link|<img/);
  assert.match(html, /default-src 'none'; style-src 'unsafe-inline'/);
});

test("It has the verdict, all findings, senders, clocks and rejects", async () => {
  const html = await htmlOf(FAULTY, EXTRAS);
  assert.match(html, /<b>Incomplete\.<\/b> 201 tuples missing from n2/);
  for (
    const text of [
      "no tuple is stored",
      "silent since",
      "201 tuples missing: 1000–1200",
      "the clock is at least",
      "the clock is too fast by",
      "too few fields",
    ]
  ) assert.ok(html.includes(text), text);
  for (const name of ["band", "tick-bad", "points", "fit", "rail", "edge"]) {
    assert.ok(html.includes(`class="${name}"`), name);
  }
  const rows = [
    ...html.matchAll(/<th class="who" scope="row"[^>]*>(.*?)<\/th>/g),
  ]
    .map(([, text]) => text.replace(/<.*>/, ""));
  // Those with faults come first.
  assert.deepEqual(rows, ["n1", "n2", "n3", "n4", "n4", "n1", "n2", "n3"]);
});

test("Coordinates are numbers", async () => {
  const html = await htmlOf(FAULTY, EXTRAS);
  assert.doesNotMatch(html, /NaN|Infinity|undefined|null/);
});

test("A clean run says so, and has no list of findings", async () => {
  const html = await htmlOf(measure({ sender: "n1" }));
  assert.match(
    html,
    /<b>Complete\.<\/b> 1 sender, 1 table, 600 tuples, no gaps\./,
  );
  assert.doesNotMatch(html, /What deserves a look|class="rail"|Rejected/);
});

test("A run with flaws is complete, but", async () => {
  const html = await htmlOf(
    measure({ sender: "n1", clock: (time) => time - 40 }),
  );
  assert.match(html, /<b>Complete, but<\/b> clock of n1 −40\.0 s\./);
});

test("A run without rows or times has a report as well", async () => {
  const empty = await htmlOf([], { senders: ["a"], tables: ["t"] });
  assert.match(empty, /<b>Incomplete\.<\/b> No tuple is stored\./);
  const timeless = await htmlOf(
    [{ sender: "a", seq: 1, client: null, server: null }],
    { startTime: null },
  );
  assert.match(timeless, /<b>Complete\.<\/b>/);
  for (const html of [empty, timeless]) {
    assert.doesNotMatch(html, /NaN|Infinity/);
  }
});

test("Names are text, whatever is in them", async () => {
  const sender = `<script>alert("1")</script>`;
  const rows = measure({ sender, table: "<i>" }).slice(9);
  const html = await htmlOf(rows, {
    rejects: [{ sender, time: 1, reason: "<b>&" }],
  });
  assert.doesNotMatch(html, /<script|<i>|<b>&(?!lt;)/);
  assert.match(html, /&lt;script&gt;alert\(&quot;1&quot;\)&lt;\/script&gt;/);
});
