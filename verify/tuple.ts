/**
 * What is compared of a table.
 *
 * @module
 */
import type { OmlType } from "../codec/values/oml_type.ts";
import type { ExactColumn, ExactRows, ExactValue } from "../stored/stored.ts";
import type { Tolerance } from "./tolerances.ts";

/** Something of both databases. */
export interface Both<T> {
  /** Of the first one. */
  readonly a: T;
  /** Of the second one. */
  readonly b: T;
}

/** One of the two databases. */
export type Side = keyof Both<unknown>;

/** Both sides. */
export const SIDES: readonly Side[] = ["a", "b"];

/** A column that is compared: a field of the tuple, or what OML adds. */
export interface ComparedColumn {
  /** Its name; the sender's is `sender`. */
  readonly name: string;
  /** The tolerances for its values. */
  readonly tolerances: readonly Tolerance[];
}

/** A table that both databases have. */
export interface ComparedTable {
  /** Its name. */
  readonly name: string;
  /** Names of the fields that are compared. */
  readonly fields: readonly string[];
  /** Sender, sequence number, times and fields. */
  readonly columns: readonly ComparedColumn[];
  /** The values of a block: those of each column but the sender's. */
  lists(block: ExactRows): readonly ExactColumn[];
}

/** A tuple of one database. */
export interface Tuple {
  /** Its row: `oml_tuple_id`. */
  readonly id: number;
  /** The value of each column, as it is stored. */
  readonly values: readonly ExactValue[];
}

/** Indices of the columns before the fields. */
export const SENDER = 0;
export const SEQ = 1;

/** Which columns are compared. */
export interface ColumnChoice {
  /** Whether to compare the server's time. */
  readonly serverTime: boolean;
  /** The tolerances, for each type that they name. */
  readonly tolerances: readonly Tolerance[];
}

/** The table `name` with these fields. */
export function comparedTable(
  name: string,
  fields: readonly { readonly name: string; readonly type: OmlType }[],
  { serverTime, tolerances }: ColumnChoice,
): ComparedTable {
  const column = (name: string, type: OmlType): ComparedColumn => ({
    name,
    tolerances: tolerances.filter(({ types }) => types.includes(type)),
  });
  return {
    name,
    fields: fields.map(({ name }) => name),
    columns: [
      column("sender", "string"),
      column("oml_seq", "int64"),
      column("oml_ts_client", "double"),
      ...serverTime ? [column("oml_ts_server", "double")] : [],
      ...fields.map(({ name, type }) => column(name, type)),
    ],
    lists: ({ seqs, client, server, values }) => [
      ...[seqs, client],
      ...serverTime ? [server] : [],
      ...values,
    ],
  };
}
