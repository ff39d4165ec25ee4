import assert from "node:assert/strict";
import { test } from "node:test";
import { parseMergeFlags } from "../../../cli/flags/merge_flags.ts";
import { OptionsError } from "../../../cli/options/options_error.ts";

function flags(...args: string[]) {
  const parsed = parseMergeFlags(args, "oml2 merge");
  return "flags" in parsed ? parsed.flags : assert.fail(parsed.print);
}

test("Parts are merged into a new file", () => {
  assert.deepEqual(flags("1/a.sq3", "2/a.sq3", "--to", "a.sq3"), {
    ...{ parts: ["1/a.sq3", "2/a.sq3"], to: "a.sq3", keepAll: false },
  });
  assert.equal(flags("a", "b", "--to=x/a.sq3", "--keep-all").keepAll, true);
});

test("There must be parts, and a file whose name a server would use", () => {
  for (
    const args of [
      ["--to", "a.sq3"],
      ["a.sq3", "b.sq3"],
      ["a.sq3", "b.sq3", "--to", "a.db"],
      ["a.sq3", "b.sq3", "--to", "data/.sq3"],
    ]
  ) {
    assert.throws(() => flags(...args), OptionsError, args.join(" "));
  }
});
