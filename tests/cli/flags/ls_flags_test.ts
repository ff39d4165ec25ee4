import assert from "node:assert/strict";
import { resolve } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { parseLsFlags } from "../../../cli/flags/ls_flags.ts";
import { OptionsError } from "../../../cli/options/options_error.ts";
import { useOwnEnv } from "../../_support/own_env.ts";

useOwnEnv();

function flags(...args: string[]) {
  const parsed = parseLsFlags(args, "oml2 ls");
  return "flags" in parsed ? parsed.flags : assert.fail(parsed.print);
}

test("Without a source, the data directory of the server is listed", () => {
  delete process.env.OML_SQLITE_DIR;
  assert.deepEqual(flags(), { source: "/usr/local/var/oml2", json: false });
  process.env.OML_SQLITE_DIR = "/srv/env";
  assert.equal(flags().source, "/srv/env");
  assert.equal(flags("-D", "data").source, resolve("data"));
});

test("A source is listed as it was given", () => {
  for (const source of ["postgresql://oml@lab/", "run.sq3", "./data"]) {
    assert.equal(flags(source).source, source);
  }
});

test("The format is text or JSON", () => {
  assert.equal(flags("--format=json").json, true);
  assert.equal(flags("--format", "text").json, false);
  assert.throws(() => flags("--format=xml"), OptionsError);
});

test("A source and -D exclude each other", () => {
  assert.throws(
    () => flags("a", "-D", "b"),
    /option -D can't be used with the source "a"; give one of them/,
  );
});
