import assert from "node:assert/strict";
import { test } from "node:test";
import { parseReportFlags } from "../../../cli/flags/report_flags.ts";
import { OptionsError } from "../../../cli/options/options_error.ts";
import { useOwnEnv } from "../../_support/own_env.ts";

useOwnEnv();

function flags(...args: string[]) {
  const parsed = parseReportFlags(args, "oml2 report");
  return "flags" in parsed ? parsed.flags : assert.fail(parsed.print);
}

test("A report is text on stdout", () => {
  assert.deepEqual(flags("a.sq3"), {
    ...{ source: "a.sq3", domain: undefined, format: "text", to: undefined },
  });
});

test("Experiment, format and file are chosen", () => {
  assert.deepEqual(
    flags("dir", "--domain", "lab", "--format=json", "--to", "out"),
    { source: "dir", domain: "lab", format: "json", to: "out" },
  );
});

test("There is one source, and options have values", () => {
  for (
    const args of [[], ["a", "b"], ["a", "--format=xml"], ["a", "--to="], [
      ...["a", "--domain="],
    ]]
  ) {
    assert.throws(() => flags(...args), OptionsError);
  }
});
