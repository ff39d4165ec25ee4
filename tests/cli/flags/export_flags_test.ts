import assert from "node:assert/strict";
import { test } from "node:test";
import { parseExportFlags } from "../../../cli/flags/export_flags.ts";
import { OptionsError } from "../../../cli/options/options_error.ts";

function flags(...args: string[]) {
  const parsed = parseExportFlags(args, "oml2 export");
  return "flags" in parsed ? parsed.flags : assert.fail(parsed.print);
}

function fault(...args: string[]): string {
  try {
    flags(...args);
  } catch (error) {
    assert.ok(error instanceof OptionsError);
    return error.message;
  }
  assert.fail("It was accepted");
}

test("Without options, all tables are written to the standard output as CSV", () => {
  assert.deepEqual(flags("lab.sq3"), {
    ...{ source: "lab.sq3", tables: [], domain: undefined, format: "csv" },
    ...{ to: "-", force: false, absoluteTime: false, arrivals: false },
    ...{ since: undefined, until: undefined, senders: [] },
  });
});

test("Tables, rows and output are chosen", () => {
  const chosen = flags(
    ...["data", "a", "b", "a", "--domain", "lab", "--format=jsonl"],
    ...["--to", "out", "--force", "--absolute-time", "--since", "1.5"],
    ...["--until", "2026-11-30", "--sender", "n1", "--sender=n2"],
  );
  assert.deepEqual(chosen, {
    ...{ source: "data", tables: ["a", "b"], domain: "lab", format: "jsonl" },
    ...{ to: "out", force: true, absoluteTime: true, arrivals: false },
    since: { sinceStart: 1.5 },
    until: { unix: Date.UTC(2026, 10, 30) / 1000, text: "2026-11-30" },
    senders: ["n1", "n2"],
  });
});

test("Streams have times of arrival on request", () => {
  assert.equal(flags("a", "--format=omsp").arrivals, false);
  assert.equal(flags("a", "--format=omsp", "--arrivals").arrivals, true);
});

test("What can't be meant is refused", () => {
  assert.match(fault(), /missing required argument 'source'/);
  assert.match(fault("a", "--format", "xml"), /"xml" is unknown; use one of/);
  assert.match(fault("a", "--since", "noon"), /--since: "noon" is not a time/);
  assert.match(fault("a", "--to", ""), /--to: "" is empty/);
  const dates = fault("a", "--format=omsp", "--absolute-time");
  assert.match(dates, /--absolute-time is not for omsp/);
  assert.match(fault("a", "--arrivals"), /--arrivals is only for omsp/);
  const reversed = /--since is later than --until/;
  assert.match(fault("a", "--since=2", "--until=1"), reversed);
  const days = ["--since=2026-11-30", "--until=2026-11-29"];
  assert.match(fault("a", ...days), reversed);
});

test("--help has the formats and examples", () => {
  const parsed = parseExportFlags(["--help"], "oml2 export");
  assert.ok("print" in parsed);
  assert.match(parsed.print, /csv, jsonl, parquet, omsp/);
  assert.match(parsed.print, /oml2 export lab\.sq3 --to lab\//);
});
