import assert from "node:assert/strict";
import { test } from "node:test";
import { readLayers } from "../../../tools/checks/layer_tables.ts";

const DOCUMENT = `# Who may import whom

| part    | is       | may import       |
| ------- | -------- | ---------------- |
| \`ports\` | the port |                  |
| \`codec\` | pure     | \`ports\` \`node:\` |

## Reserved

| module   | only for         |
| -------- | ---------------- |
| \`npm:pg\` | \`server\` \`tests\` |

## Cycles

| import           | why it is still there |
| ---------------- | --------------------- |
| \`a.ts -> b.ts\` | \`b.ts\` moves soon   |

## Exceptions

| import         | why it is still there |
| -------------- | --------------------- |
| \`c.ts -> d.ts\` | it moves soon         |
`;

test("readLayers() reads the tables of a document", () => {
  assert.deepEqual(readLayers(DOCUMENT), {
    layers: [
      { part: "ports", imports: [] },
      { part: "codec", imports: ["ports", "node:"] },
    ],
    reserved: new Map([["npm:pg", ["server", "tests"]]]),
    cycles: ["a.ts -> b.ts"],
    exceptions: ["c.ts -> d.ts"],
  });
});
