import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { StartError } from "../../../cli/options/options_error.ts";
import {
  openStoredExperiment,
  openStoredPlace,
} from "../../../cli/stored/open_stored.ts";
import { createDatabase } from "../../archive/sqlite/_support/databases.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

const root = makeTempDir();
after(() => removeTempDir(root));
const path = (...names: string[]) => join(root, ...names);

before(() => {
  for (const name of ["one", "two", "many", "captures", "empty"]) {
    mkdirSync(path(name));
  }
  const many = Array.from({ length: 22 }, (_, i) => `many/e${i}.sq3`);
  for (const name of ["one/a.sq3", "two/a.sq3", "two/b.sq3", ...many]) {
    createDatabase(path(name), "delete").close();
  }
  writeFileSync(path("run.oml"), "protocol: 4\n");
  writeFileSync(path("captures/run.oml"), "protocol: 4\n");
  writeFileSync(path("broken.sq3"), `SQLite format 3\0${"x".repeat(500)}`);
});

/** The message of the error of a source; it must be one for users. */
async function fault(source: string, domain?: string): Promise<string> {
  try {
    await using _ = await openStoredExperiment(source, domain);
  } catch (error) {
    assert.ok(error instanceof StartError);
    return error.message;
  }
  assert.fail("It was opened");
}

test("A database file is one experiment, called as the file", async () => {
  await using experiment = await openStoredExperiment(path("two/b.sq3"));
  assert.equal(experiment.name, "b");
  assert.equal(experiment.place, path("two/b.sq3"));
  await using named = await openStoredExperiment(path("two/b.sq3"), "b");
  assert.equal(named.name, "b");
});

test("The domain may be left out if a directory has one experiment", async () => {
  await using experiment = await openStoredExperiment(path("one"));
  assert.equal(experiment.name, "a");
  await using second = await openStoredExperiment(path("two"), "b");
  assert.equal(second.name, "b");
});

test("Otherwise the error lists the experiments", async () => {
  assert.equal(
    await fault(path("two")),
    `Cannot read ${path("two")}: it has 2 experiments; choose one with ` +
      "--domain: a, b",
  );
  assert.equal(
    await fault(path("two"), "c"),
    `Cannot read ${path("two")}: no experiment "c"; its experiments are a, b`,
  );
  assert.match(await fault(path("many")), /: e0, e1, .* and 2 more$/);
});

test("A place has the names of its experiments", async () => {
  await using place = await openStoredPlace(path("two"));
  assert.deepEqual(await place.names(), ["a", "b"]);
  assert.equal(place.place, path("two"));
});

test("A capture file must be stored first", async () => {
  assert.equal(
    await fault(path("run.oml")),
    `Cannot read ${path("run.oml")}: it is no database; store it first if it ` +
      `is a capture file: oml2 import ${path("run.oml")}`,
  );
  assert.match(
    await fault(path("captures")),
    /it has capture files, but no databases; store them first: oml2 import .*captures.run.oml$/,
  );
});

test("What can't be read is named, with the remedy", async () => {
  assert.match(
    await fault(path("missing.sq3")),
    /^Cannot read .*missing\.sq3: it does not exist; give/,
  );
  assert.match(
    await fault(path("empty")),
    /^Cannot read .*empty: it has no \.sq3 files; give an \.sq3 file/,
  );
  assert.match(
    await fault(path("broken.sq3")),
    /^Cannot read experiment "broken": .*; check the file with PRAGMA/,
  );
});

test("The password of a URI is in no error", async () => {
  const text = await fault("postgresql://oml:secret@127.0.0.1:1/demo");
  assert.match(text, /127\.0\.0\.1:1|"demo"/);
  assert.doesNotMatch(text, /secret/);
});
