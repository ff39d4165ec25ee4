import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { openStoredExperiment } from "../../cli/stored/open_stored.ts";
import { omspStreams } from "../../export/omsp/omsp_streams.ts";
import { runOml2 } from "../_support/run_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { loadCases } from "./case.ts";
import { playAll } from "./play_all.ts";
import { TestBed } from "./test_bed.ts";

/** Files of one import: a busy disk takes a second for a few. */
const FILES_AT_ONCE = 20;

/** Has a text with NUL, which a stream of text can't have (docs/export.md). */
const WITH_NUL = "267-bin-string";

const cases = loadCases(new RegExp(process.env.OML_CASE ?? ""))
  .filter(({ id, share }) => share === true && id !== WITH_NUL);

/** Exports a database as `oml2 export --format omsp --arrivals` does. */
async function exportTo(file: string, database: string): Promise<void> {
  await using experiment = await openStoredExperiment(database);
  const { description } = experiment;
  const pieces: Uint8Array[] = [];
  for await (
    const piece of omspStreams({
      ...{ description, tables: description.tables, arrivals: true },
      rows: (name) => experiment.rows(name),
    })
  ) pieces.push(piece.slice());
  writeFileSync(file, Buffer.concat(pieces));
}

test("Every golden case's database is the same after export and import", async () => {
  const root = makeTempDir();
  const imported = join(root, "imported");
  mkdirSync(imported);
  const bed = new TestBed();
  try {
    await playAll(cases, bed);
    const databases = readdirSync(bed.dataDir)
      .filter((name) => name.endsWith(".sq3"));
    assert.ok(databases.length >= cases.length / 2, String(databases.length));
    const files: string[] = [];
    for (const name of databases) {
      const file = join(root, name.replace(".sq3", ".oml"));
      await exportTo(file, join(bed.dataDir, name));
      files.push(file);
    }
    while (files.length > 0) {
      const some = files.splice(0, FILES_AT_ONCE);
      const { status, stderr } = await runOml2(
        ...["import", ...some, "-D", imported],
      );
      assert.equal(status, 0, stderr);
    }
    const { status, stdout } = await runOml2("verify", bed.dataDir, imported);
    assert.equal(status, 0, stdout.replaceAll(/^\S+: the same.*\n/gm, ""));
  } finally {
    await bed.remove();
    removeTempDir(root);
  }
});
