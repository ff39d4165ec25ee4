import assert from "node:assert/strict";
import type { Activity } from "../../../archive/activity.ts";
import type { Finding, Report } from "../../../report/report.ts";
import { STEP_SECONDS } from "../../_support/planted_run.ts";
import { TestView } from "../../_support/test_view.ts";
import { waitFor } from "../../_support/wait_for.ts";

const key = ({ kind, sender, table }: Finding) =>
  [kind, sender, table].filter((each) => each !== null).join(", ");

/** Fails if the report does not name each fault of the planted run once. */
export function namesFaults(report: Report): void {
  const of = (severity: string) =>
    report.findings.filter((each) => each.severity === severity);
  assert.deepEqual(of("missing").map(key).sort(), [
    "early end, early",
    "gap, gappy, node_power",
    "gap, gappy, node_radio",
    "no tuples in table, partly, node_power",
    "no tuples, silent",
    "rejected, rejected",
    "silence, pausing, node_power",
    "silence, pausing, node_radio",
  ]);
  assert.deepEqual(of("wrong").map(key).sort(), [
    "clock drift, drifting",
    "clock offset, ahead",
    "duplicates, doubled, node_power",
    "duplicates, doubled, node_radio",
  ]);
  assert.deepEqual(of("note").map(key).sort(), [
    "restarted, node4",
  ]);
  const { verdict, totals } = report;
  assert.equal(verdict.state, "incomplete");
  assert.match(
    verdict.text,
    /^incomplete: 20 tuples missing from gappy, nothing stored from silent, partly sent nothing to node_power, early silent since .*, pausing silent for 21 min, 4 samples rejected from rejected; 20 tuples stored twice from doubled, clock of ahead \+90\.0 s, clock of drifting drifting by \d+ ppm$/,
  );
  assert.deepEqual(
    [totals.missing, totals.duplicates, totals.rejected],
    [20, 20, 4],
  );
  placesAreRight(report);
  clocksAreRight(report);
}

function placesAreRight({ findings, senders }: Report): void {
  const cell = (sender: string) =>
    senders.find((each) => each.sender === sender)?.cells[0] ??
      assert.fail(sender);
  const near = (value: number | null | undefined, steps: number) => {
    const distance = Math.abs((value ?? NaN) - steps * STEP_SECONDS);
    assert.ok(distance < STEP_SECONDS / 2, `${value} is not at ${steps}`);
  };
  const [{ since, until, ...gap }] = cell("gappy").gaps;
  assert.deepEqual(gap, { from: 21, to: 30, count: 10 });
  near(since, 19);
  near(until, 20);
  const [repeated] = cell("doubled").repeated;
  assert.deepEqual([repeated.from, repeated.to, repeated.count], [11, 20, 10]);
  near(repeated.since, 30);
  const silence = cell("pausing").longestSilence;
  near(silence?.from, 19);
  near(silence?.to, 40);
  near(silence?.clientSeconds, 21);
  near(findings.find(({ kind }) => kind === "early end")?.from, 29);
  const rejects = senders.find(({ sender }) => sender === "rejected")?.rejects;
  assert.deepEqual(rejects?.map(({ count }) => count), [1, 1, 1, 1]);
  rejects?.forEach(({ first }) => near(first, 5));
}

function clocksAreRight({ senders }: Report): void {
  const clock = (name: string) =>
    senders.find(({ sender }) => sender === name)?.clock ?? assert.fail(name);
  const near = (value: number | undefined, wanted: number, error: number) =>
    assert.ok(
      Math.abs((value ?? NaN) - wanted) < error,
      `${value} instead of ${wanted} ± ${error}`,
    );
  near(clock("ahead").offset, 90, 0.1);
  near(clock("drifting").drift?.ppm, 100, 20);
  near(clock("node1").offset, 0, 0.1);
  near(clock("node1").drift?.ppm, 0, 20);
}

/** Fails if the report finds anything in the clean run. */
export function isClean({ verdict, findings, totals }: Report): void {
  assert.deepEqual(
    findings.filter(({ severity }) => severity !== "note"),
    [],
  );
  assert.deepEqual(verdict, {
    state: "complete",
    text: "complete: 4 senders, 2 tables, 480 tuples, no gaps",
  });
  assert.deepEqual([totals.missing, totals.duplicates], [0, 0]);
}

/** Fails if the page of `oml2 view` counts anything differently. */
export async function agreesWithPage(
  { experiment, senders, totals }: Report,
  source: string,
): Promise<void> {
  await using view = await TestView.start([source]);
  let activity: Activity | undefined;
  await waitFor("all rows to be counted", async () => {
    const found: Activity = await view.api(
      `experiments/${experiment}/activity`,
    );
    activity = found;
    return found.covered === 1;
  });
  const name = ({ sender, table }: { sender: string; table: string }) =>
    `${sender} ${table}`;
  const round = (value: number | null | undefined) =>
    Math.round((value ?? 0) * 1e6) / 1e6;
  const shown = activity?.cells.map((cell) => ({
    name: name(cell),
    ...{ tuples: cell.tuples, firstSeq: cell.firstSeq, lastSeq: cell.lastSeq },
    ...{ missing: cell.gaps, duplicates: cell.duplicates },
    ...{ first: round(cell.first), last: round(cell.last) },
    silence: round(cell.longestSilence),
  }));
  const reported = senders.flatMap(({ sender, cells }) =>
    cells.map((cell) => ({
      name: name({ sender, table: cell.table }),
      ...{ tuples: cell.tuples, firstSeq: cell.firstSeq },
      ...{ lastSeq: cell.lastSeq, missing: cell.missing },
      ...{ duplicates: cell.duplicates, first: round(cell.first) },
      ...{
        last: round(cell.last),
        silence: round(cell.longestSilence?.seconds),
      },
    }))
  );
  const byName = (a: { name: string }, b: { name: string }) =>
    a.name < b.name ? -1 : 1;
  assert.deepEqual(reported.sort(byName), shown?.sort(byName));
  const offsets = new Map<string, number>();
  for (const { sender, clockOffset } of activity?.cells ?? []) {
    const known = offsets.get(sender) ?? -Infinity;
    offsets.set(sender, Math.max(known, clockOffset));
  }
  for (const { sender, clock } of senders) {
    assert.equal(round(clock?.offset), round(offsets.get(sender)), sender);
  }
  const rejected = activity?.rejects.reduce((sum, { count }) => sum + count, 0);
  assert.equal(totals.rejected, rejected);
}
