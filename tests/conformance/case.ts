import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Value } from "./read_databases.ts";

/** One thing that a client or the operator does; `c` names a connection. */
export type Operation =
  | { op: "open" | "close" | "rst" | "shutrd"; c: string }
  | SendOperation
  | RowsOperation
  | { op: "sleep"; ms: number }
  | { op: "restart" };

/** Sends a file: whole (0), line by line, or in pieces of so many bytes. */
export interface SendOperation {
  op: "send";
  c: string;
  file: string;
  chunk: number | "line";
  gap_ms: number;
}

/** Wants so many rows visible to a reader while the client is connected. */
export interface RowsOperation {
  op: "rows";
  db: string;
  table: string;
  n: number;
  within_ms: number;
}

/** A `case.json`. */
export interface CaseFile {
  name: string;
  desc: string;
  verdict: "match" | "better" | "free";
  mode: "exact" | "contain" | "refused";
  ops: Operation[];
  /** Who must close each connection. */
  closed_by?: Record<string, string | string[]>;
  /** Databases and tables that may exist besides the expected ones. */
  may_dbs?: string[];
  may_tables?: string[];
  /** Expected databases that may be missing. */
  optional_dbs?: string[];
  /** May be played with others on one server. */
  share?: boolean;
}

/** What a value must be: itself, anything, or one of several. */
export type ExpectedValue = Value | ["any"] | ["oneof", ...ExpectedValue[]];

/** A row that must, or may, be there. */
export type ExpectedRow = ExpectedValue[];

/** A table that must be there. */
export interface ExpectedTable {
  columns: string[];
  rows: ExpectedRow[];
  /** Rows that may be there besides. */
  optional?: ExpectedRow[];
  /** Allows no other row, not even in mode `contain`. */
  no_extra?: boolean;
}

/** The databases that must be there, by file name. */
export interface Expected {
  dbs: Record<string, { tables: Record<string, ExpectedTable> }>;
}

/** A case and where it is. */
export interface Case extends CaseFile {
  /** The name of its directory. */
  id: string;
  directory: string;
  expected: Expected;
}

/** The cases whose directory name matches `only`, in their order. */
export function loadCases(only: RegExp): Case[] {
  const root = fileURLToPath(new URL("./cases", import.meta.url));
  return readdirSync(root).filter((id) => only.test(id)).sort().map((id) => {
    const directory = join(root, id);
    const file: CaseFile = readJson(join(directory, "case.json"));
    return { ...file, id, directory, expected: readExpected(directory) };
  });
}

/** Where our rules ask for something else than the original, they win. */
function readExpected(directory: string): Expected {
  const ours = join(directory, "expected-ours.json");
  return readJson(
    existsSync(ours) ? ours : join(directory, "expected.json"),
  );
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8"));
}
