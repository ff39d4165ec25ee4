import assert from "node:assert/strict";
import { test } from "node:test";
import { codeBlocks } from "../../../tools/checks/code_blocks.ts";

const DOCUMENT = `# Start

\`\`\`sh
oml2-server
oml2 status
\`\`\`

<!-- not run: needs systemd -->

\`\`\`sh
systemctl stop oml2-server
\`\`\`

Text.

\`\`\`
output
\`\`\`
`;

test("codeBlocks() finds each block of a document, and why it is not run", () => {
  assert.deepEqual(codeBlocks("a.md", DOCUMENT), [
    {
      file: "a.md",
      line: 3,
      language: "sh",
      code: "oml2-server\noml2 status\n",
      notRun: undefined,
    },
    {
      file: "a.md",
      line: 10,
      language: "sh",
      code: "systemctl stop oml2-server\n",
      notRun: "needs systemd",
    },
    {
      file: "a.md",
      line: 16,
      language: "",
      code: "output\n",
      notRun: undefined,
    },
  ]);
});

test("codeBlocks() finds the blocks of comments at their lines", () => {
  const source = "/**\n * Adds.\n *\n * ```ts\n * add(1, 2); // 3\n" +
    " *\n * add();\n * ```\n */\nexport function add() {}\n";
  const [block, ...others] = codeBlocks("a.ts", source);
  assert.equal(block.line, 4);
  assert.equal(block.code, "add(1, 2); // 3\n\nadd();\n");
  assert.deepEqual(others, []);
});

test("codeBlocks() ignores fences in code", () => {
  assert.deepEqual(codeBlocks("a.ts", "const text = `\n```ts\n`;\n"), []);
});

test("codeBlocks() rejects a block without an end", () => {
  assert.throws(() => codeBlocks("a.md", "\n```ts\nlet a;\n"), /a\.md:2/);
});
