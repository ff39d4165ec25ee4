import assert from "node:assert/strict";
import { test } from "node:test";
import { parseImportFlags } from "../../../cli/flags/import_flags.ts";
import { OptionsError } from "../../../cli/options/options_error.ts";
import { useOwnEnv } from "../../_support/own_env.ts";

useOwnEnv();

function flags(...args: string[]) {
  const parsed = parseImportFlags(args, "oml2 import");
  return "flags" in parsed ? parsed.flags : assert.fail(parsed.print);
}

test("Files are stored once, in the experiments that they name", () => {
  const { files, again, domain, backend, rejects } = flags("a.oml", "b.oml");
  assert.deepEqual(
    { files, again, domain, backend, rejects },
    {
      files: ["a.oml", "b.oml"],
      ...{ again: false, domain: undefined },
      ...{ backend: "sqlite", rejects: true },
    },
  );
});

test("Storage and limits are chosen as for the server", () => {
  const chosen = flags(...[
    ...["a", "-D", "data", "-b", "postgresql", "--pg-host=db", "--no-rejects"],
    ...["--max-message=2M", "--again", "--domain", "trial 7"],
    ...["--pg-on-database=d.sql", "--pg-on-table=t.sql"],
  ]);
  assert.equal(chosen.dataDir, "data");
  assert.equal(chosen.backend, "postgresql");
  assert.equal(chosen.pgPlace.host, "db");
  assert.equal(chosen.pgOnDatabase, "d.sql");
  assert.equal(chosen.pgOnTable, "t.sql");
  assert.equal(chosen.rejects, false);
  assert.equal(chosen.limits.maxMessage, 2 * 1024 * 1024);
  assert.equal(chosen.again, true);
  assert.equal(chosen.domain, "trial 7");
});

test("There must be a file, and an experiment must have a possible name", () => {
  const wrong = [[], ["a", "--domain=../b"], ["a", "--max-connections=5"]];
  for (const args of wrong) {
    assert.throws(() => flags(...args), OptionsError);
  }
});

test("--help has examples and names the environment", () => {
  const parsed = parseImportFlags(["--help"], "oml2 import");
  assert.ok("print" in parsed);
  assert.match(parsed.print, /oml2 import run\/\*\.oml -D \.\/data/);
  assert.match(parsed.print, /OML_SQLITE_DIR/);
});
