import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { runOml2 } from "../_support/run_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { type Case, loadCases, prefixOf } from "./case.ts";
import { writeOriginal } from "./original_database.ts";
import { playAll } from "./play_all.ts";
import { TestBed } from "./test_bed.ts";

/** Cases in which the original alters what a tolerance allows, nothing else. */
const ALTERED: readonly string[] = ["279-bin-vec-double"];

/** Cases in which this server stores what the original stored. */
const cases = loadCases(new RegExp(process.env.OML_CASE ?? ""))
  .filter(({ id, verdict, mode, share, directory }) =>
    ALTERED.includes(id) ||
    verdict === "match" && mode === "exact" && share === true &&
      !existsSync(join(directory, "expected-ours.json"))
  );

/** What was recorded from the original, whatever this server must store. */
function recorded({ directory }: Case): Case["expected"] {
  return JSON.parse(readFileSync(join(directory, "expected.json"), "utf8"));
}

test("verify finds no difference from what the original server stored", async () => {
  const root = makeTempDir();
  const original = join(root, "original");
  mkdirSync(original);
  const bed = new TestBed();
  try {
    await playAll(cases, bed);
    for (const each of cases) {
      for (const [name, { tables }] of Object.entries(recorded(each).dbs)) {
        writeOriginal(join(original, `${prefixOf(each)}${name}`), tables);
      }
    }
    const places = [original, bed.dataDir];
    const { status, stdout } = await runOml2(
      ...["verify", ...places, "--original", "A"],
    );
    assert.equal(status, 0, stdout.replaceAll(/^\S+: the same.*\n/gm, ""));
    assert.match(stdout, /15 digits, .* \(0 tuples in A, 1 in B\)$/m);
    // Without the tolerances, only what they concern is different.
    const strict = await runOml2(
      ...["verify", ...places, "--no-server-time", "--format", "json"],
    );
    assert.equal(strict.status, 1);
    const { experiments } = JSON.parse(strict.stdout);
    assert.deepEqual(
      experiments.flatMap(({ name, same }: Record<string, unknown>) =>
        same ? [] : [name]
      ),
      ["c279_dom"],
    );
  } finally {
    await bed.remove();
    removeTempDir(root);
  }
});
