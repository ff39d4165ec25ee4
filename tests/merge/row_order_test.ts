import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsInOrder, type RowSource } from "../../merge/row_order.ts";

/** A part with blocks of rows that arrived at these times. */
function source(
  part: number,
  offset: number,
  ...blocks: readonly (readonly (number | null)[])[]
): RowSource {
  async function* read() {
    for (const server of blocks) {
      const none = server.map(() => 0);
      yield await Promise.resolve({
        ...{ count: server.length, ids: none, senders: none, seqs: none },
        ...{ client: none, server, values: [] },
      });
    }
  }
  return { part, offset, blocks: read() };
}

async function ordered(...sources: readonly RowSource[]): Promise<string[]> {
  const rows: string[] = [];
  for await (const { part, block, from, to } of rowsInOrder(sources)) {
    for (let row = from; row < to; row++) {
      rows.push(`${part}:${block.server[row]}`);
    }
  }
  return rows;
}

test("Rows of several parts come by their times, with offsets", async () => {
  assert.deepEqual(
    await ordered(
      source(0, 0, [1, 2], [], [5, 9]),
      source(1, 3, [0, 1], [2]),
      source(2, 0),
    ),
    ["0:1", "0:2", "1:0", "1:1", "0:5", "1:2", "0:9"],
  );
});

test("Rows of a part keep their order, also without a time", async () => {
  assert.deepEqual(
    await ordered(source(0, 0, [4, 2, null, 7]), source(1, 0, [3, 5])),
    ["1:3", "0:4", "0:2", "0:null", "1:5", "0:7"],
  );
});
