import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSchema } from "../../../codec/values/schema.ts";
import { TableBatch } from "../../../server/batches/table_batch.ts";
import { cellValues } from "../../../server/batches/cell_values.ts";
import { addRow, type Cell } from "../_support/cells.ts";

const standard: Cell[] = [1n, 2n, 0.5, 1.5];

test("A table's rows have the standard columns before their fields", () => {
  const schema = parseSchema("1 app_m a:int32 b:string");
  const { cells } = new TableBatch(0, schema);
  addRow(cells, [...standard, 7n, "x"]);
  const { bytes, columns } = cells.take();
  const values = cellValues(bytes, 0, columns);
  assert.deepEqual(values, [1, 2, 0.5, 1.5, 7, new Uint8Array([0x78])]);
});

test("Strings, blobs and vectors of every type can be of any length", () => {
  const types = ["string", "blob"].concat(
    ["int32", "uint32", "int64", "uint64", "double", "bool"]
      .map((type) => `[${type}]`),
  );
  const fields = types.map((type, i) => `f${i}:${type}`);
  const { cells } = new TableBatch(
    0,
    parseSchema(`1 app_m ${fields.join(" ")}`),
  );
  const texts = types.map((_, i) => "x".repeat(300 * i));
  addRow(cells, [...standard, ...texts]);
  const { bytes, columns } = cells.take();
  const values = cellValues(bytes, 0, columns).slice(4);
  const decoder = new TextDecoder();
  assert.deepEqual(
    values.map((value) => value instanceof Uint8Array && decoder.decode(value)),
    texts,
  );
});
