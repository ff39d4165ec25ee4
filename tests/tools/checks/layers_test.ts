import assert from "node:assert/strict";
import { test } from "node:test";
import type { LayerRules } from "../../../tools/checks/layer_tables.ts";
import { layerFaults } from "../../../tools/checks/layers.ts";

const RULES: LayerRules = {
  layers: [
    { part: "codec/values", imports: [] },
    { part: "codec/text", imports: ["codec/*"] },
    { part: "codec/streams", imports: ["codec/*"] },
    { part: "server/rows", imports: ["node:", "codec/*"] },
    { part: "server/rows/sqlite", imports: ["node:", "server/rows"] },
    { part: "server/rows/postgres", imports: ["server/rows"] },
  ],
  reserved: new Map([
    ["node:sqlite", ["server/rows/sqlite"]],
    ["npm:pg", ["server/rows/postgres"]],
  ]),
  exceptions: [],
  cycles: [],
};

/** A graph with a file in each part, and these imports. */
function graph(...imports: readonly string[]): Map<string, string[]> {
  const files = RULES.layers.map(({ part }) => `${part}/own.ts`);
  const all = new Map(files.map((file): [string, string[]] => [file, []]));
  for (const each of imports) {
    const [file, target] = each.split(" -> ");
    all.set(file, [...all.get(file) ?? [], target]);
  }
  return all;
}

function found(imports: readonly string[], rules: Partial<LayerRules> = {}) {
  return layerFaults(graph(...imports), { ...RULES, ...rules })
    .map(({ file, rule }) => `${file}: ${rule}`);
}

test("layerFaults() allows the imports that a part's line lists", () => {
  assert.deepEqual(
    found([
      "codec/text/a.ts -> codec/text/b.ts",
      "codec/text/a.ts -> codec/values/a.ts",
      "codec/streams/a.ts -> codec/text/a.ts",
      "server/rows/store.ts -> node:fs",
      "server/rows/sqlite/a.ts -> server/rows/store.ts",
      "server/rows/sqlite/a.ts -> node:sqlite",
      "server/rows/postgres/a.ts -> npm:pg",
    ]),
    [],
  );
});

test("layerFaults() rejects imports that no line allows", () => {
  const wrong: [imported: string, rule: string][] = [
    ["codec/values/a.ts -> node:fs", "codec/values may not import node:fs"],
    [
      "codec/streams/a.ts -> server/rows/store.ts",
      "codec/streams may not import server/rows",
    ],
    [
      "server/rows/postgres/a.ts -> server/rows/sqlite/a.ts",
      "server/rows/postgres may not import server/rows/sqlite",
    ],
  ];
  for (const [imported, rule] of wrong) {
    const [file, target] = imported.split(" -> ");
    assert.deepEqual(found([imported]), [
      `${file}: imports ${target}, but ${rule}`,
    ]);
  }
});

test("layerFaults() rejects imports of higher layers", () => {
  assert.deepEqual(found(["codec/text/a.ts -> codec/streams/a.ts"]), [
    "codec/text/a.ts: imports codec/streams/a.ts, but codec/text may not " +
    "import codec/streams",
  ]);
});

test("layerFaults() rejects reserved modules and unknown packages", () => {
  assert.deepEqual(
    found([
      "server/rows/store.ts -> node:sqlite",
      "server/rows/store.ts -> npm:left-pad",
    ]),
    [
      "server/rows/store.ts: imports node:sqlite, which only " +
      "server/rows/sqlite may",
      "server/rows/store.ts: imports npm:left-pad, which is not in " +
      "docs/layers.md",
    ],
  );
});

test("layerFaults() names files without a part, and parts without a file", () => {
  const layers = [...RULES.layers, { part: "proxy", imports: [] }];
  assert.deepEqual(found(["other/a.ts -> node:fs"], { layers }), [
    "other/a.ts: is in no part of docs/layers.md",
    "docs/layers.md: there is no file in proxy",
  ]);
});

test("layerFaults() allows exceptions while they are needed", () => {
  const exceptions = ["codec/values/a.ts -> node:fs"];
  assert.deepEqual(found(exceptions, { exceptions }), []);
  assert.deepEqual(found([], { exceptions }), [
    `docs/layers.md: the exception "${exceptions[0]}" is not needed`,
  ]);
});
