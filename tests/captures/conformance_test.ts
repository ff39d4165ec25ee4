import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import process from "node:process";
import { test } from "node:test";
import type { Case } from "../conformance/case.ts";
import { compare } from "../conformance/compare.ts";
import { readDatabases } from "../conformance/read_databases.ts";
import { CaptureBed } from "./_support/capture_bed.ts";
import { goldenStreams } from "./_support/golden_streams.ts";
import { readAll } from "./_support/read_all.ts";

const golden = goldenStreams();

/** Fails unless the databases of `bed` are what the case expects. */
function check(bed: CaptureBed, testCase: Case): void {
  const databases = readDatabases({
    root: bed.dataDir,
    dataDir: bed.dataDir,
    prefix: "",
  });
  const rules = { ...testCase, closed_by: {} };
  const outcome = { faults: [], closedBy: {}, databases };
  assert.equal(compare(rules, outcome), undefined, `${bed.faults}`);
}

for (const { testCase, streams } of golden) {
  test(`${testCase.id}: a file with the stream is stored as the server stores it`, async () => {
    const names = streams.map((_, i) => `${i}.oml`);
    for (const how of ["followed", "imported"]) {
      using bed = new CaptureBed();
      streams.forEach((bytes, i) => writeFileSync(bed.path(names[i]), bytes));
      if (how === "imported") await bed.import(names);
      else for (const name of names) await readAll(bed.follow(name));
      check(bed, testCase);
    }
  });
}

test("Most of the golden cases can be played as files", () => {
  assert.ok(golden.length >= 200 || process.env.OML_CASE, `${golden.length}`);
});
