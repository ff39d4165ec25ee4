import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { after, before, test } from "node:test";
import { inspect } from "node:util";
import { openStoredExperiment } from "../../cli/stored/open_stored.ts";
import { omspStreams } from "../../export/omsp/omsp_streams.ts";
import { compareExperiments } from "../../verify/compare_experiments.ts";
import { isSame } from "../../verify/report.ts";
import { tolerancesFor } from "../../verify/tolerances.ts";
import { PostgresServer } from "../_support/postgres.ts";
import { whyNoPostgres } from "../_support/postgres_programs.ts";
import { runProgram } from "../_support/run_command.ts";
import { oml2Command } from "../_support/runtime_command.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";
import { loadCases, prefixOf } from "./case.ts";
import { playAll } from "./play_all.ts";
import { TestBed } from "./test_bed.ts";

/** Seconds that an import may take: a busy disk takes one for a few files. */
const IMPORT_SECONDS = 300;

/** Has a text with NUL, which PostgreSQL can't have. */
const WITH_NUL = "267-bin-string";

/**
 * The cases that are stored in PostgreSQL, too: those with values of each type,
 * or all with `OML_LONG`. Each has a database, which takes PostgreSQL a tenth
 * of a second to create.
 */
const IN_POSTGRES = process.env.OML_LONG
  ? /^/
  : /-(?:text|bin)-(?:u?int|double|string|blob|guid|bool|vec|all)/;

const cases = loadCases(new RegExp(process.env.OML_CASE ?? ""))
  .filter(({ share }) => share === true);

const inPostgres = cases.filter(({ id }) =>
  IN_POSTGRES.test(id) && id !== WITH_NUL
);

/** Why there is nothing to test: `OML_CASE` may have excluded all cases. */
function whyNone(some: typeof cases, what: string): string | false {
  return process.env.OML_CASE !== undefined && some.length === 0 &&
    `OML_CASE leaves no case ${what}`;
}

let root = "";
let bed: TestBed;
before(async () => {
  root = makeTempDir();
  bed = new TestBed();
  await playAll(cases, bed);
});
after(async () => {
  await bed.remove();
  removeTempDir(root);
});

/** The names of the experiments of cases. */
function experimentsOf(some: typeof cases): string[] {
  const prefixes = some.map(prefixOf);
  return readdirSync(bed.dataDir).filter((name) => name.endsWith(".sq3"))
    .map((name) => name.slice(0, -".sq3".length))
    .filter((name) => prefixes.some((prefix) => name.startsWith(prefix)));
}

/** Exports a database as streams of OMSP, as `oml2 export` does. */
async function exportTo(file: string, database: string): Promise<void> {
  await using experiment = await openStoredExperiment(database);
  const { description } = experiment;
  const pieces: Uint8Array[] = [];
  for await (
    const piece of omspStreams({
      ...{ description, tables: description.tables },
      rows: (name) => experiment.rows(name),
    })
  ) pieces.push(piece.slice());
  writeFileSync(file, Buffer.concat(pieces));
}

/** Exports experiments into a new directory; returns the files. */
async function exportAll(
  names: readonly string[],
  directory: string,
  sourceOf: (name: string) => string,
): Promise<string[]> {
  mkdirSync(join(root, directory));
  const files: string[] = [];
  for (const name of names) {
    const file = join(root, directory, `${name}.oml`);
    await exportTo(file, sourceOf(name));
    files.push(file);
  }
  return files;
}

async function importAll(
  files: readonly string[],
  ...target: readonly string[]
): Promise<void> {
  const command = [...oml2Command(), "import", ...files, ...target];
  const { status, stderr } = await runProgram(command, IMPORT_SECONDS);
  assert.equal(status, 0, stderr);
}

/** Compares two databases, as `oml2 verify --no-server-time` does. */
async function assertSame(a: string, b: string): Promise<void> {
  const backendOf = (source: string) =>
    source.startsWith("postgresql:") ? "postgresql" : "sqlite";
  await using one = await openStoredExperiment(a);
  await using other = await openStoredExperiment(b);
  const report = await compareExperiments({ a: one, b: other }, {
    ...{ serverTime: false, rejects: false, examples: 5 },
    tolerances: tolerancesFor([backendOf(a), backendOf(b)], undefined),
    progress: { subject: "", step: "compare", rows: 0 },
  });
  assert.ok(isSame(report), `${b}: ${inspect(report, { depth: 9 })}`);
}

const fileOf = (name: string) => join(bed.dataDir, `${name}.sq3`);

test("Every golden case's database is the same after export and import", {
  skip: whyNone(cases, "that shares a server"),
}, async () => {
  const names = experimentsOf(cases);
  assert.ok(names.length >= cases.length / 2, String(names.length));
  const files = await exportAll(names, "exported", fileOf);
  const imported = join(root, "imported");
  mkdirSync(imported);
  await importAll(files, "-D", imported);
  const databases = readdirSync(imported)
    .filter((name) => name.endsWith(".sq3"));
  assert.equal(databases.length, names.length);
  for (const name of names) {
    await assertSame(fileOf(name), join(imported, `${name}.sq3`));
  }
});

test("It is the same after export and import into PostgreSQL, and back", {
  skip: whyNoPostgres() ?? whyNone(inPostgres, "for PostgreSQL"),
}, async () => {
  const names = experimentsOf(inPostgres);
  await using postgres = await PostgresServer.start();
  const { admin, host, port } = postgres;
  const uriOf = (name: string) =>
    `postgresql://${admin}@${host}:${port}/${encodeURIComponent(name)}`;
  const files = await exportAll(names, "to-postgres", fileOf);
  await importAll(files, ...postgres.args);
  for (const name of names) await assertSame(fileOf(name), uriOf(name));
  const back = join(root, "back");
  mkdirSync(back);
  const returned = await exportAll(names, "from-postgres", uriOf);
  await importAll(returned, "-D", back);
  for (const name of names) {
    await assertSame(fileOf(name), join(back, `${name}.sq3`));
  }
});
