/**
 * Compares the tables of two experiments, without their rows.
 *
 * @module
 */
import type { ColumnShape, TableShape } from "../archive/archive.ts";
import { omlTypeOf } from "../archive/column_shapes.ts";
import type { OmlType } from "../codec/values/oml_type.ts";
import type { SchemaDifference } from "./report.ts";
import type { Both, Side } from "./tuple.ts";

/** A field that both experiments have, with the same type. */
export interface CommonField {
  /** Its name. */
  readonly name: string;
  /** Its type. */
  readonly type: OmlType;
}

/** The result for all tables. */
export interface ComparedSchemas {
  /** What differs. */
  readonly differences: readonly SchemaDifference[];
  /** The fields whose values can be compared, by the table's name. */
  readonly common: ReadonlyMap<string, readonly CommonField[]>;
}

/** Compares tables, columns, types, and the order of columns. */
export function compareSchemas(
  tables: Both<readonly TableShape[]>,
): ComparedSchemas {
  const others = new Map(tables.b.map((table) => [table.name, table]));
  const pairs = tables.a.flatMap((a) => {
    const b = others.get(a.name);
    return b === undefined ? [] : [{ a, b }];
  });
  const differences = [
    ...onlyIn("a", tables.a, tables.b),
    ...onlyIn("b", tables.b, tables.a),
    ...pairs.flatMap(({ a, b }) =>
      columnDifferences(a.name, { a: a.columns, b: b.columns })
    ),
  ];
  const common = pairs.map(({ a, b }) =>
    [a.name, commonFields(a.columns, b.columns)] as const
  );
  return { differences, common: new Map(common) };
}

function onlyIn(
  side: Side,
  tables: readonly TableShape[],
  others: readonly TableShape[],
): SchemaDifference[] {
  const names = new Set(others.map(({ name }) => name));
  return tables.filter(({ name }) => !names.has(name))
    .map(({ name, rows }) => ({ kind: "table", side, table: name, rows }));
}

function columnDifferences(
  table: string,
  columns: Both<readonly ColumnShape[]>,
): SchemaDifference[] {
  const missing = (side: Side, other: Side): SchemaDifference[] =>
    columns[side].filter(({ name }) => !has(columns[other], name))
      .map(({ name, type }) => ({
        kind: "column",
        ...{ side, table, column: name, type },
      }));
  const types = columns.a.flatMap(({ name, type }): SchemaDifference[] => {
    const other = columns.b.find((column) => column.name === name);
    if (other === undefined || sameType(type, other.type)) return [];
    return [{ kind: "type", table, column: name, a: type, b: other.type }];
  });
  return [
    ...missing("a", "b"),
    ...missing("b", "a"),
    ...types,
    ...orderDifference(table, columns),
  ];
}

function orderDifference(
  table: string,
  columns: Both<readonly ColumnShape[]>,
): SchemaDifference[] {
  const common = (side: Side, other: Side) =>
    columns[side].map(({ name }) => name)
      .filter((name) => has(columns[other], name));
  const [a, b] = [common("a", "b"), common("b", "a")];
  const isSame = a.every((name, i) => name === b[i]);
  return isSame ? [] : [{ kind: "order", table, a, b }];
}

function commonFields(
  columns: readonly ColumnShape[],
  others: readonly ColumnShape[],
): CommonField[] {
  return columns
    .filter(({ name, type }) =>
      others.some((other) => other.name === name && sameType(type, other.type))
    )
    .map(({ name, type }) => ({ name, type: omlTypeOf(type) }));
}

function has(columns: readonly ColumnShape[], name: string): boolean {
  return columns.some((column) => column.name === name);
}

/** Backends call their types differently where no schema is recorded. */
function sameType(one: string, other: string): boolean {
  return omlTypeOf(one) === omlTypeOf(other);
}
