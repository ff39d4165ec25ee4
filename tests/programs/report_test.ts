import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Report } from "../../report/report.ts";
import { CLEAN, faulty, PlantedRuns } from "../_support/planted_run.ts";
import { runOml2 } from "../_support/run_command.ts";
import { agreesWithPage, isClean, namesFaults } from "./_support/reported.ts";

let runs: PlantedRuns;
before(async () => {
  runs = await PlantedRuns.start();
  await runs.run({ clean: CLEAN, faulty: faulty() });
});
after(() => runs[Symbol.asyncDispose]());

const path = (name: string) => join(runs.dataDir, name);

async function json(domain: string): Promise<[number | string, Report]> {
  const args = ["--domain", domain, "--format", "json"];
  const { status, stdout, stderr } = await runOml2(
    ...["report", runs.dataDir, ...args],
  );
  assert.equal(stderr, "");
  return [status, JSON.parse(stdout)];
}

test("A run with faults is incomplete, and each of them is named", async () => {
  const [status, report] = await json("faulty");
  assert.equal(status, 1);
  namesFaults(report);
});

test("A clean run is complete, and has no faults", async () => {
  const [status, report] = await json("clean");
  assert.equal(status, 0, JSON.stringify(report.findings));
  isClean(report);
});

test("The report and the page have the same numbers", async () => {
  const [, report] = await json("faulty");
  await agreesWithPage(report, runs.dataDir);
});

test("The text begins with the verdict", async () => {
  const { status, stdout } = await runOml2("report", path("faulty.sq3"));
  assert.equal(status, 1);
  assert.match(stdout, /^faulty: incomplete: [^\n]*\n\n/);
  assert.match(stdout, /\nnode_radio: \d+ tuples of \d+ senders\n/);
  const clean = await runOml2("report", path("clean.sq3"));
  assert.equal(clean.status, 0);
  assert.match(
    clean.stdout,
    /^clean: complete: 4 senders, 2 tables, 480 tuples, no gaps\n/,
  );
});

test("--to writes the report to a file", async () => {
  const file = path("report.json");
  writeFileSync(file, "an older report, which is longer".repeat(10_000));
  const { status, stdout } = await runOml2(
    ...["report", path("clean.sq3"), "--format=json", "--to", file],
  );
  assert.deepEqual([status, stdout], [0, ""]);
  isClean(JSON.parse(readFileSync(file, "utf8")));
});

test("Without a report, the exit status is 2, with the remedy", async () => {
  const refuses = async (message: RegExp, ...args: string[]) => {
    const { status, stdout, stderr } = await runOml2("report", ...args);
    assert.deepEqual([status, stdout], [2, ""]);
    assert.match(stderr, message);
    assert.match(stderr, /^oml2 report: [^\n]*\n$/);
  };
  await refuses(/missing\.sq3: it does not exist; give/, path("missing.sq3"));
  await refuses(
    /has 2 experiments; choose one with --domain: clean, faulty/,
    runs.dataDir,
  );
  await refuses(/no experiment "x"/, runs.dataDir, "--domain=x");
  writeFileSync(path("broken"), `SQLite format 3\0${"x".repeat(5_000)}`);
  await refuses(/broken/, path("broken"));
  await refuses(
    /Cannot write \/proc\/report: .*; choose another file with --to/,
    ...[path("clean.sq3"), "--to", "/proc/report"],
  );
  await refuses(
    /--format: "xml" is unknown/,
    path("clean.sq3"),
    "--format=xml",
  );
});
