import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { runProgram } from "../../_support/run_command.ts";
import { repositoryRoot } from "../../_support/runtime_command.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

const MODULE = pathToFileURL(
  `${repositoryRoot}/tools/testing/test_directory.mjs`,
);

const SCRIPT = `
  import { makeTestDirectory } from "${MODULE}";
  import { accessSync, writeFileSync } from "node:fs";
  makeTestDirectory();
  writeFileSync(process.env.TMPDIR + "/file", "");
  accessSync(process.env.OML_TEST_CACHE);
  console.log(process.env.TMPDIR);`;

test("The directory of all tests is in TMPDIR, and is removed at the end", async () => {
  const place = makeTempDir();
  try {
    const { stdout, stderr, status } = await runProgram([
      ...["env", `TMPDIR=${place}`],
      ...["node", "--input-type=module", "-e", SCRIPT],
    ]);
    assert.equal(status, 0, stderr);
    assert.equal(dirname(stdout.trim()), place);
    assert.deepEqual(readdirSync(place), []);
  } finally {
    removeTempDir(place);
  }
});
