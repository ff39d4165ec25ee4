import process from "node:process";
import { after, before, test } from "node:test";
import { PostgresServer } from "../_support/postgres.ts";
import { loadCases } from "./case.ts";
import { PostgresBed } from "./postgres_bed.ts";
import { runAlone, runShared } from "./run_case.ts";

/** Cases that PostgreSQL cannot pass, and why. */
const EXCLUDED: Readonly<Record<string, string>> = {};

let postgres: PostgresServer;
let shared: PostgresBed;
before(async () => {
  postgres = await PostgresServer.start();
  shared = await PostgresBed.make(postgres);
});
after(async () => {
  await shared.stop();
  await postgres[Symbol.asyncDispose]();
});

for (const testCase of loadCases(new RegExp(process.env.OML_CASE ?? ""))) {
  const { id, share } = testCase;
  test(`${id}: the same in PostgreSQL`, { skip: EXCLUDED[id] }, async () => {
    if (share) await runShared(testCase, shared);
    else await runAlone(testCase, await PostgresBed.make(postgres));
  });
}
