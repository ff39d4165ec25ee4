import process from "node:process";
import { PostgresServer } from "../_support/postgres.ts";
import { after, before, test } from "../_support/postgres_tests.ts";
import { onDeno } from "../_support/this_runtime.ts";
import { type Case, loadCases } from "./case.ts";
import { PostgresBed } from "./postgres_bed.ts";
import { runAlone, runShared } from "./run_case.ts";

/** Cases that PostgreSQL cannot pass, and why. */
const EXCLUDED: Readonly<Record<string, string>> = {
  "138-schema-long-name":
    "a table's name has at most 63 bytes there: it is cut, and has a hash",
  "267-bin-string":
    "a text holds no NUL there, and valid UTF-8 only: those rows are rejected",
};

/** Creating a database takes a while, mostly waiting. */
const AT_ONCE = 4;

const isLong = process.env.OML_LONG !== undefined;

/**
 * Every second case on Deno, and every second of the others on Node, to save
 * time: they test the same. The first one is on both.
 */
const [STEP, FIRST] = onDeno ? [2, 0] : [4, 1];

const cases = loadCases(new RegExp(process.env.OML_CASE ?? ""))
  .filter((_, i) => isLong || i === 0 || i % STEP === FIRST)
  .map((testCase) => ({ testCase, ...Promise.withResolvers<void>() }));
const shared = cases.filter(({ testCase }) =>
  isShared(testCase) && !(testCase.id in EXCLUDED)
);

/** Cases with time limits are not played while databases are created. */
function isShared({ share, ops }: Case): boolean {
  return share === true && !ops.some((op) => "within_ms" in op);
}

let postgres: PostgresServer;
let bed: PostgresBed;
before(async () => {
  postgres = await PostgresServer.start();
  bed = await PostgresBed.make(postgres);
  await bed.start();
  const waiting = shared.values();
  for (let i = 0; i < AT_ONCE; i++) playAll(waiting);
});
after(async () => {
  await bed.remove();
  await postgres[Symbol.asyncDispose]();
});

/** Plays one case after the other, and keeps the results. */
async function playAll(
  waiting: Iterable<{
    testCase: Case;
    promise: Promise<void>;
    resolve: (played: Promise<void>) => void;
  }>,
): Promise<void> {
  for (const { testCase, promise, resolve } of waiting) {
    resolve(runShared(testCase, bed));
    await promise.catch(() => undefined);
  }
}

for (const { testCase, promise } of cases) {
  const { id } = testCase;
  test(`${id}: the same in PostgreSQL`, { skip: EXCLUDED[id] }, async () => {
    if (isShared(testCase)) return await promise;
    await Promise.allSettled(shared.map(({ promise }) => promise));
    await runAlone(testCase, await PostgresBed.make(postgres));
  });
}

test("The server of these cases exits in order at SIGTERM", async () => {
  await bed.stop();
  if (bed.faults.length > 0) throw new Error(bed.faults.join());
});
