import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Value } from "./read_databases.ts";

/** An action of a client or the operator; `c` names a connection. */
export type Operation =
  | { op: "open" | "close" | "rst" | "shutrd"; c: string }
  | SendOperation
  | RowsOperation
  | { op: "sleep"; ms: number }
  | { op: "restart" };

/** Sends a file: whole (0), line by line, or in pieces of this many bytes. */
export interface SendOperation {
  op: "send";
  c: string;
  file: string;
  chunk: number | "line";
  gap_ms: number;
}

/** Expects this number of rows to be visible while the client is connected. */
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
  /** The side that must close each connection. */
  closed_by?: Record<string, string | string[]>;
  /** Databases and tables that may exist in addition to the expected ones. */
  may_dbs?: string[];
  may_tables?: string[];
  /** Expected databases that may be missing. */
  optional_dbs?: string[];
  /** May share a server with other cases. */
  share?: boolean;
}

/** The expected value: itself, anything, or one of several. */
export type ExpectedValue = Value | ["any"] | ["oneof", ...ExpectedValue[]];

/** A row that must, or may, exist. */
export type ExpectedRow = ExpectedValue[];

/** A table that must exist. */
export interface ExpectedTable {
  columns: string[];
  rows: ExpectedRow[];
  /** Additional rows that may exist. */
  optional?: ExpectedRow[];
  /** Allows no other row, not even in mode `contain`. */
  no_extra?: boolean;
}

/** The databases that must exist, by file name. */
export interface Expected {
  dbs: Record<string, { tables: Record<string, ExpectedTable> }>;
}

/** A case and its place. */
export interface Case extends CaseFile {
  /** The name of its directory. */
  id: string;
  directory: string;
  expected: Expected;
}

/** The cases whose directory name matches `only`, in order. */
export function loadCases(only: RegExp): Case[] {
  const root = fileURLToPath(new URL("./cases", import.meta.url));
  return readdirSync(root).filter((id) => only.test(id)).sort().map((id) => {
    const directory = join(root, id);
    const file: CaseFile = readJson(join(directory, "case.json"));
    return { ...file, id, directory, expected: readExpected(directory) };
  });
}

/** Where our rules differ from the original, ours apply. */
function readExpected(directory: string): Expected {
  const ours = join(directory, "expected-ours.json");
  return readJson(
    existsSync(ours) ? ours : join(directory, "expected.json"),
  );
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** What the domains of a case begin with on a server that cases share. */
export function prefixOf({ id }: Case): string {
  return `c${id.slice(0, 3)}_`;
}
