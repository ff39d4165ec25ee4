import assert from "node:assert/strict";
import { test } from "node:test";
import {
  parseVerifyFlags,
  type VerifyFlags,
} from "../../../cli/flags/verify_flags.ts";
import { OptionsError } from "../../../cli/options/options_error.ts";

function parse(...args: readonly string[]): VerifyFlags {
  const parsed = parseVerifyFlags(args, "oml2 verify");
  if ("print" in parsed) throw new Error(parsed.print);
  return parsed.flags;
}

function rejects(message: RegExp, ...args: readonly string[]): void {
  assert.throws(() => parse(...args), (error) => {
    assert.ok(error instanceof OptionsError);
    assert.match(error.message, message);
    return true;
  });
}

test("oml2 verify takes two databases, and compares times of arrival", () => {
  assert.deepEqual(parse("a.sq3", "b.sq3"), {
    ...{ a: "a.sq3", b: "b.sq3", domain: undefined, examples: 10 },
    ...{ serverTime: true, rejects: false, original: undefined, json: false },
  });
});

test("oml2 verify takes all options", () => {
  assert.deepEqual(
    parse(
      ...["a", "b", "--domain=x", "--no-server-time", "--rejects"],
      ...["--examples", "0", "--format", "json"],
    ),
    {
      ...{ a: "a", b: "b", domain: "x", examples: 0, json: true },
      ...{ serverTime: false, rejects: true, original: undefined },
    },
  );
});

test("oml2 verify does not compare times of arrival with the original's", () => {
  const { original, serverTime } = parse("a", "b", "--original", "B");
  assert.deepEqual([original, serverTime], ["b", false]);
});

test("oml2 verify rejects missing sources and unknown values", () => {
  rejects(/missing required argument 'b'/, "a");
  rejects(/too many arguments/, "a", "b", "c");
  rejects(
    /--original: "C" is unknown; use one of A, B/,
    ..."a b".split(" "),
    "--original=C",
  );
  rejects(/--examples: "-1"/, "a", "b", "--examples=-1");
  rejects(/--format: "xml" is unknown/, "a", "b", "--format=xml");
});

test("oml2 verify --help prints its options", () => {
  const parsed = parseVerifyFlags(["--help"], "oml2 verify");
  assert.ok("print" in parsed && parsed.print.includes("oml2 verify"));
});
