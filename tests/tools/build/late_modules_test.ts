import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { lateModules } from "../../../tools/build/late_modules.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";

test("Modules are late that are imported as a string, wherever in cli/", () => {
  const root = makeTempDir();
  try {
    mkdirSync(join(root, "cli/commands"), { recursive: true });
    writeFileSync(
      join(root, "cli/commands/a.ts"),
      'await (import(\n  "../a/run.ts" as string\n) as Promise<unknown>);\n' +
        'await import("../b/run.ts");\n',
    );
    writeFileSync(
      join(root, "cli/main.ts"),
      'import("../archive/x.ts" as string);\nimport("./a/run.ts" as string);\n',
    );
    assert.deepEqual(lateModules(root), ["archive/x.ts", "cli/a/run.ts"]);
  } finally {
    removeTempDir(root);
  }
});
