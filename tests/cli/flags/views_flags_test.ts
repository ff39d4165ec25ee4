import assert from "node:assert/strict";
import { test } from "node:test";
import { parseViewsFlags } from "../../../cli/flags/views_flags.ts";
import { OptionsError } from "../../../cli/options/options_error.ts";

function flags(...args: string[]) {
  const parsed = parseViewsFlags(args, "oml2 views");
  return "flags" in parsed ? parsed.flags : assert.fail(parsed.print);
}

test("A source gets views of all its experiments", () => {
  assert.deepEqual(flags("a.sq3"), {
    ...{ source: "a.sq3", domain: undefined, drop: false },
  });
});

test("One experiment is chosen, and its views are removed", () => {
  assert.deepEqual(flags("data", "--domain", "exp", "--drop"), {
    ...{ source: "data", domain: "exp", drop: true },
  });
});

test("There must be exactly one source, and a domain needs a name", () => {
  for (const args of [[], ["a", "b"], ["a", "--domain="]]) {
    assert.throws(() => flags(...args), OptionsError);
  }
});
