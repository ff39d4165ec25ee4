import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import plugin from "../../../tools/lint/wall_clock.ts";
import { repositoryRoot } from "../../_support/runtime_command.ts";
import { onDeno } from "../../_support/this_runtime.ts";

test(
  "The lint rule finds every use of the wall clock, except the counted ones",
  {
    skip: !onDeno && "deno lint runs under Deno",
  },
  () => {
    const found = (file: string, source: string) =>
      Deno.lint.runPlugin(plugin, join(repositoryRoot, file), source).length;
    const readings = [
      "const now = Date.now();",
      "const now = +new Date();",
      "const { now } = Date;",
      "const clock = globalThis.Date;",
      'const clock = globalThis["Date"];',
      "const now = Date.parse(Date());",
    ];
    for (const source of readings) {
      assert.notEqual(found("server/some.ts", source), 0, source);
      assert.equal(found("tests/some_test.ts", source), 0);
    }
    const innocent = "// Date\nconst date = performance.now();";
    assert.equal(found("proxy/some.ts", innocent), 0);
    const counted = "const time = Date.now();\n";
    assert.equal(found("shared/unix_time.ts", counted), 0);
    assert.equal(found("shared/unix_time.ts", counted.repeat(3)), 2);
  },
);
