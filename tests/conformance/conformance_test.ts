import assert from "node:assert/strict";
import process from "node:process";
import { after, test } from "node:test";
import { type Case, loadCases } from "./case.ts";
import { runAlone, runShared } from "./run_case.ts";
import { TestBed } from "./test_bed.ts";

const claims: Record<Case["verdict"], string> = {
  match: "does as the original did",
  better: "does better than the original did",
  free: "stays alive and stores what it must",
};

const sharedBed = new TestBed();
after(() => sharedBed.remove());

for (const testCase of loadCases(new RegExp(process.env.OML_CASE ?? ""))) {
  const { id, verdict, desc, share } = testCase;
  const about = desc ? ` (${desc})` : "";
  test(`${id}: the server ${claims[verdict]}${about}`, () =>
    share ? runShared(testCase, sharedBed) : runAlone(testCase));
}

test("The server of many cases exits in order at SIGTERM", async () => {
  await sharedBed.stop();
  assert.deepEqual(sharedBed.faults, []);
});
