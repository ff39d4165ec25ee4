import fc from "fast-check";
import type { ColumnKind } from "../../../server/batches/cell_batch.ts";
import { type Cell, DOUBLES, INTEGERS } from "./cells.ts";

/** Rows of one table. */
export interface Rows {
  kinds: readonly ColumnKind[];
  rows: readonly (readonly Cell[])[];
}

const number: fc.Arbitrary<Cell> = fc.oneof(
  fc.constant(null),
  fc.constantFrom(...INTEGERS),
  fc.constantFrom(...DOUBLES),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.double(),
);

const bytes: fc.Arbitrary<Cell> = fc.oneof(
  fc.constant(null),
  fc.string({ unit: "binary" }),
  fc.uint8Array(),
  fc.nat({ max: 4_000 }).map((length) => "x".repeat(length)),
);

/** Rows of up to `columns` columns. */
export function arbitraryRows(columns: number): fc.Arbitrary<Rows> {
  const kind = fc.constantFrom<ColumnKind[]>("number", "bytes");
  return fc.array(kind, { minLength: 1, maxLength: columns, size: "max" })
    .chain((kinds) => {
      const row = fc.tuple(
        ...kinds.map((kind) => kind === "bytes" ? bytes : number),
      );
      return fc.array(row, { minLength: 1, maxLength: 120, size: "max" })
        .map((rows) => ({ kinds, rows }));
    });
}
