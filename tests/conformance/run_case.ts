import assert from "node:assert/strict";
import { waitFor } from "../_support/wait_for.ts";
import { type Case, prefixOf } from "./case.ts";
import { compare } from "./compare.ts";
import { play } from "./play.ts";
import { TestBed } from "./test_bed.ts";

/**
 * Plays a case on a server of its own, and compares after the server has
 * exited.
 */
export async function runAlone(
  testCase: Case,
  bed: TestBed = new TestBed(),
): Promise<void> {
  try {
    await bed.start();
    const difference = await playAndCompare(testCase, bed, "");
    // The server does not acknowledge a reset: it must notice it by itself.
    const unseen = testCase.ops.some(({ op }) =>
      op === "rst" || op === "shutrd"
    );
    if (unseen) await expectSoon(testCase, difference);
    await bed.stop();
    const found = await difference();
    if (found) assert.fail(found);
  } finally {
    await bed.remove();
  }
}

/** Plays a case on a shared server, and compares while it runs. */
export async function runShared(
  testCase: Case,
  bed: TestBed,
): Promise<void> {
  // A dead server was the fault of an earlier case.
  if (!bed.running) await bed.start();
  const difference = await playAndCompare(testCase, bed, prefixOf(testCase));
  await expectSoon(testCase, difference);
}

/** Plays a case; returns a function that finds the current first difference. */
async function playAndCompare(
  testCase: Case,
  bed: TestBed,
  prefix: string,
): Promise<() => Promise<string | undefined>> {
  const { closedBy, faults } = await play(testCase, bed, prefix);
  return async () =>
    compare(testCase, {
      closedBy,
      faults: [...faults, ...bed.faults],
      databases: await bed.databases(prefix),
    });
}

function expectSoon(
  testCase: Case,
  difference: () => Promise<string | undefined>,
): Promise<void> {
  return waitFor(
    `the outcome of ${testCase.id}`,
    async () => await difference() ?? true,
  );
}
