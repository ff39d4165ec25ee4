import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import fc from "fast-check";
import {
  parseSchema,
  type Schema,
  STANDARD_COLUMNS,
} from "../../../../codec/values/schema.ts";
import type { OmlType } from "../../../../codec/values/oml_type.ts";
import type { Cells } from "../../../../server/batches/cells.ts";
import { TableBatch } from "../../../../server/batches/table_batch.ts";
import {
  BufferPool,
  SharedBufferPool,
} from "../../../../shared/buffer_pool.ts";
import { ImagePlanner } from "../../../../server/rows/sqlite/image_planner.ts";
import { PageTemplates } from "../../../../server/rows/sqlite/page_templates.ts";
import { SharedPlanner } from "../../../../server/rows/sqlite/shared_planner.ts";
import {
  runsOf,
  SqliteRows,
} from "../../../../server/rows/sqlite/sqlite_rows.ts";
import { createTableSql } from "../../../../server/rows/sqlite/sqlite_tables.ts";
import type { SqliteFlush } from "../../../../server/rows/sqlite/sqlite_flush.ts";
import { type Cell, DOUBLES, INTEGERS } from "../../_support/cells.ts";
import { flushOf } from "../../_support/flush.ts";

const planner = new ImagePlanner(new PageTemplates());
const sharing = new SharedPlanner(new SharedBufferPool(), new BufferPool());

/** Whether many rows go by image, or are bound from shared memory or others. */
type Way = "staged" | "shared" | "bound";

/** Inserts batches of rows, each into a table; returns the tables' rows. */
function insert(
  way: Way,
  batches: readonly (readonly [Schema, Cells])[],
): unknown[][][] {
  using database = new DatabaseSync(":memory:");
  const rows = new SqliteRows(database);
  const targets = batches.map(([schema], i) => {
    database.exec(createTableSql(`t${i}`, schema));
    return { table: `t${i}`, schema };
  });
  const plain = flushOfCells(batches.map(([, cells]) => cells));
  const flush = way === "staged"
    ? planner.plan(plain)
    : way === "shared"
    ? sharing.plan(plain)
    : plain;
  if (flush.image !== undefined) rows.stage(flush.image);
  database.exec("BEGIN");
  for (const run of runsOf(flush, (handle) => targets[handle])) {
    rows.insert(run);
  }
  database.exec("COMMIT");
  return targets.map(({ table, schema }) => readTable(database, table, schema));
}

function flushOfCells(batches: readonly Cells[]): SqliteFlush {
  const rows = batches.map((cells, handle) => ({ handle, cells }));
  const nothing = { rejects: [], rejectCounts: [], conversions: [] };
  return { tables: [], rows, ...nothing, progress: [] };
}

/** Rows, then the types of their fields; texts are given by their bytes. */
function readTable(
  database: DatabaseSync,
  table: string,
  { fields }: Schema,
): unknown[][] {
  const select = (columns: readonly string[]) =>
    database.prepare(
      `SELECT oml_tuple_id, oml_seq, oml_ts_client, ${columns} FROM ${table}`,
    );
  const types = select(fields.map(({ name }) => `typeof("${name}")`)).all();
  const values = select(
    fields.map(({ name }) =>
      `CASE typeof("${name}") WHEN 'text' THEN hex("${name}") ELSE "${name}" END`
    ),
  );
  values.setReadBigInts(true);
  return values.all().map((row, i) => [
    ...Object.values(row),
    ...Object.values(types[i]).slice(3),
  ]);
}

/** The cells of a table's only batch. */
function cellsOf(schema: string, rows: readonly (readonly Cell[])[]) {
  const [{ cells }] = flushOf({ handle: 0, schema, rows }).rows;
  return [parseSchema(schema), cells] as const;
}

const many = <T>(length: number, item: (i: number) => T) =>
  Array.from({ length }, (_, i) => item(i));

for (const count of [1, 49, 50, 51, 63, 64, 100, 5_000]) {
  test(`${count} rows are stored in order, with tuple ids from 1`, () => {
    const batch = () => cellsOf("1 m a:int32", many(count, (i) => [BigInt(i)]));
    const expected = many(count, (i) => {
      const seq = BigInt(i);
      return [seq + 1n, seq, i / 2, seq, "integer"];
    });
    assert.deepEqual(insert("staged", [batch()]), [expected]);
    assert.deepEqual(insert("shared", [batch()]), [expected]);
    assert.deepEqual(insert("bound", [batch()]), [expected]);
  });
}

test("Rows of 1,000 fields are stored either way", () => {
  const fields = many(1_000, (i) => `f${i}:string`);
  const batch = () =>
    cellsOf(
      `1 m ${fields.join(" ")}`,
      many(70, (i) => many(1_000, (j) => `${i} ${j}`)),
    );
  const [rows] = insert("staged", [batch()]);
  assert.equal(rows.length, 70);
  assert.deepEqual(insert("shared", [batch()]), [rows]);
  assert.deepEqual(insert("bound", [batch()]), [rows]);
});

test("Small and large batches of one flush go to their own tables", () => {
  const batches = () =>
    [10, 200, 1, 300].map((count) =>
      cellsOf("1 m a:int32", many(count, (i) => [BigInt(i * count)]))
    );
  assert.deepEqual(insert("staged", batches()), insert("bound", batches()));
});

test("Rows can be bound again after an image was loaded", () => {
  using database = new DatabaseSync(":memory:");
  const rows = new SqliteRows(database);
  const text = "1 m a:int32";
  const schema = parseSchema(text);
  const target = { table: "m", schema };
  database.exec(createTableSql("m", schema));
  for (const count of [3, 100, 3]) {
    const [, cells] = cellsOf(text, many(count, (i) => [BigInt(i)]));
    const plan = planner.plan(flushOfCells([cells]));
    if (plan.image !== undefined) rows.stage(plan.image);
    for (const run of runsOf(plan, () => target)) rows.insert(run);
  }
  assert.equal(readTable(database, "m", schema).length, 106);
});

test("Text that is not UTF-8, or has a NUL, keeps its bytes", () => {
  const schema = parseSchema("1 m a:string");
  const batch = () => {
    const { cells } = new TableBatch(0, schema);
    for (let i = 0; i < 1_000; i++) {
      cells.begin();
      for (const _ of STANDARD_COLUMNS) cells.null();
      cells.text(new Uint8Array([0xff, 0, 0x80]), 0, 3);
      cells.end();
    }
    return [schema, cells.take()] as const;
  };
  for (const way of ["staged", "shared", "bound"] as const) {
    const [rows] = insert(way, [batch()]);
    assert.equal(rows.length, 1_000);
    assert.deepEqual(rows[999].slice(3), ["FF0080", "text"]);
  }
});

/** Values for a column of a type. */
function valueOf(type: OmlType): fc.Arbitrary<Cell> {
  switch (type) {
    case "double":
      return fc.oneof(
        fc.constantFrom(...DOUBLES),
        fc.double({ noNaN: true }),
        fc.constant(null),
      );
    case "bool":
      return fc.constantFrom(0n, 1n);
    case "blob":
      return fc.uint8Array();
    case "string":
      return fc.string({ unit: "binary" });
    case "guid":
      return fc.constantFrom(null, ...INTEGERS);
    default:
      return type.startsWith("[")
        ? fc.constantFrom("", "[ 1, 2 ]", "[ null ]")
        : fc.constantFrom(...INTEGERS);
  }
}

test("Staged rows are stored like bound ones, in columns of every type", () => {
  const type = fc.constantFrom<OmlType[]>(
    ...["int32", "uint32", "int64", "uint64", "double"] as const,
    ...["string", "blob", "guid", "bool", "[int32]", "[double]"] as const,
  );
  const table = fc.array(type, { minLength: 1, maxLength: 12, size: "max" })
    .chain((types) =>
      fc.array(fc.tuple(...types.map(valueOf)), {
        minLength: 50,
        maxLength: 90,
        size: "max",
      })
        .map((rows) => {
          const fields = types.map((type, i) => `f${i}:${type}`);
          return cellsOf(`1 m ${fields.join(" ")}`, rows);
        })
    );
  const batches = fc.array(table, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(batches, (batches) => {
      assert.deepEqual(insert("staged", batches), insert("bound", batches));
    }),
    { numRuns: 30 },
  );
});
