import assert from "node:assert/strict";
import type { Report } from "../../report/report.ts";
import { CLEAN, faulty, PlantedRuns } from "../_support/planted_run.ts";
import { PostgresServer } from "../_support/postgres.ts";
import { after, before, test } from "../_support/postgres_tests.ts";
import { runOml2 } from "../_support/run_command.ts";
import { agreesWithPage, isClean, namesFaults } from "./_support/reported.ts";

let postgres: PostgresServer;
before(async () => {
  postgres = await PostgresServer.start();
  await using runs = await PlantedRuns.start(...postgres.args);
  await runs.run({ clean: CLEAN, faulty: faulty() });
});
after(() => postgres[Symbol.asyncDispose]());

const uri = (database: string) =>
  `postgresql://${postgres.admin}@${postgres.host}:${postgres.port}/${database}`;

async function json(...args: string[]): Promise<[number | string, Report]> {
  const { status, stdout, stderr } = await runOml2(
    ...["report", ...args, "--format", "json"],
  );
  assert.equal(stderr, "");
  return [status, JSON.parse(stdout)];
}

test("Faults of a run in PostgreSQL are named, and a clean one has none", async () => {
  const [status, report] = await json(uri(""), "--domain", "faulty");
  assert.equal(status, 1);
  namesFaults(report);
  const [cleanStatus, clean] = await json(uri("clean"));
  assert.equal(cleanStatus, 0, JSON.stringify(clean.findings));
  isClean(clean);
});

test("The report on PostgreSQL and the page have the same numbers", async () => {
  const [, report] = await json(uri("faulty"));
  await agreesWithPage(report, uri("faulty"));
});
