import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import plugin from "../../../tools/lint/module_state.ts";
import { repositoryRoot } from "../../_support/runtime_command.ts";
import { onDeno } from "../../_support/this_runtime.ts";

function found(file: string, source: string): number {
  return Deno.lint.runPlugin(plugin, join(repositoryRoot, file), source).length;
}

const skip = !onDeno && "deno lint runs under Deno";

test("The lint rule finds state in a module", { skip }, () => {
  const states = [
    "let count = 0;",
    "var last: string | undefined;",
    "const seen = new Map<string, number>();",
    "const scratch = new Uint8Array(64);",
    "const names: string[] = [];",
    "const place = { port: 0 };",
    "const clock = new WallClock();",
    "class Session { static count = 0; }",
    "class Session { static #count = 0; }",
  ];
  for (const source of states) {
    assert.equal(found("server/some.ts", source), 1, source);
    assert.equal(found("server/some.ts", `export ${source}`), 1, source);
    assert.equal(found("tests/some_test.ts", source), 0, source);
  }
});

test("The lint rule ignores immutable values", { skip }, () => {
  const constants = [
    "const seen: ReadonlyMap<string, number> = new Map();",
    "const names: readonly string[] = ['a'];",
    "const kinds = { text: 1 } as const;",
    "const options: Options = { port: 3003 };",
    "const units: Readonly<Record<string, number>> = { s: 1 };",
    "const encoder = new TextEncoder();",
    "const digits = /[0-9]+/;",
    "function count() { let n = 0; const seen = new Set(); return [n, seen]; }",
    "class Session { static readonly LIMIT = 3; #count = 0; }",
  ];
  for (const source of constants) {
    assert.equal(found("codec/some.ts", source), 0, source);
  }
});

test(
  "The lint rule allows state that is listed with its reason",
  { skip },
  () => {
    const source = "const scratch = new Uint8Array(1);";
    assert.equal(found("codec/bytes/memory.ts", source), 0);
    assert.equal(found("codec/bytes/other.ts", source), 1);
  },
);
