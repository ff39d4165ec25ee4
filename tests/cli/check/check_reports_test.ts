import assert from "node:assert/strict";
import { test } from "node:test";
import { checkReports } from "../../../cli/check/check_reports.ts";
import { parseServerFlags } from "../../../cli/flags/server_flags.ts";
import { commandLine } from "../_support/command_line.ts";

const { flags } = commandLine(parseServerFlags, "oml2 check");

/** The findings about reports with these options, and this `OML_COLLECT`. */
function found(args: readonly string[], collect?: string): string {
  const asked = flags(...args);
  const oml = { ...asked.oml, collect: collect ?? asked.oml.collect };
  const { state, text } = checkReports({ ...asked, oml });
  return `${state}: ${text}`;
}

const named = ["--oml-id=me", "--oml-domain=servers"];

test("Reports have a target, a name and a domain", () => {
  assert.equal(
    found([...named, "--oml-collect=lab:3003"]),
    "ok: sent to lab:3003",
  );
  assert.match(
    found(["--oml-id=me", "--oml-collect=lab"]),
    /^warning: .* no domain$/,
  );
  assert.match(
    found(["--oml-domain=me", "--oml-collect=lab"]),
    /^warning: .* no name$/,
  );
});

test("Reports are off without a target, or with --oml-noop", () => {
  assert.equal(found(named), "ok: off");
  assert.equal(
    found(["--oml-collect=lab", "--oml-noop"]),
    "ok: off",
  );
});

test("An invalid target in the environment is a warning", () => {
  assert.match(found(named, "lab:0"), /^warning: .*"lab:0"/);
});

test("A target file must be writable", () => {
  assert.match(found(named, "file:/no/where"), /^problem: ENOENT/);
});
