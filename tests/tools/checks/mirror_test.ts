import assert from "node:assert/strict";
import { test } from "node:test";
import { mirrorOf, readMirror } from "../../../tools/checks/mirror.ts";

const SOURCES: Readonly<Record<string, string>> = {
  "codec/a.ts": "export function a() {}\n",
  "codec/b.ts": "const b = 1;\n",
  "codec/types.ts": "export interface C {\n  const: string;\n}\n",
  "codec/mod.ts": 'export { a } from "./a.ts";\n',
  "codec/pg.d.ts": "export class Pg {}\n",
  "codec/README.md": "# Codec\n",
  "tools/d.ts": "export const d = 1;\n",
  "tests/codec/a_test.ts": "",
};

function mirror(...through: readonly [source: string, test: string][]) {
  const files = Object.keys(SOURCES);
  return mirrorOf(files, (file) => SOURCES[file], new Map(through));
}

test("mirrorOf() names sources without a test or a line", () => {
  assert.deepEqual(mirror().faults, [{
    file: "codec/b.ts",
    rule: "has no test",
    remedy: "Write tests/codec/b_test.ts, or name in tests/mirror.md the " +
      "test that it is tested through",
  }]);
});

test("mirrorOf() counts how sources are tested", () => {
  const { own, through, empty, faults } = mirror([
    "codec/b.ts",
    "tests/codec/a_test.ts",
  ]);
  assert.deepEqual({ own, through, empty }, { own: 1, through: 1, empty: 2 });
  assert.deepEqual(faults, []);
});

test("mirrorOf() names unnecessary lines", () => {
  const test = "tests/codec/a_test.ts";
  const rules = mirror(
    ["codec/b.ts", "tests/gone_test.ts"],
    ["codec/gone.ts", test],
    ["codec/a.ts", test],
    ["codec/types.ts", test],
  ).faults.map(({ rule }) => rule);
  assert.deepEqual(rules, [
    "names tests/gone_test.ts, which does not exist",
    "names codec/gone.ts, which does not exist",
    "names codec/a.ts, which has a test of its own",
    "names codec/types.ts, which has nothing to test",
  ]);
});

test("readMirror() reads the table of a document", () => {
  const document = "| source | test |\n| --- | --- |\n" +
    "| `codec/b.ts`    | `tests/codec/a_test.ts` |\n";
  assert.deepEqual([...readMirror(document)], [
    ["codec/b.ts", "tests/codec/a_test.ts"],
  ]);
});
