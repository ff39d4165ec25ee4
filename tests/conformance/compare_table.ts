import type { CaseFile, ExpectedRow, ExpectedTable } from "./case.ts";
import { sameValue } from "./compare_value.ts";
import type { Row, Table } from "./read_databases.ts";

/** The rules for comparing the rows of a table. */
interface RowRules {
  columns: string[];
  /** Additional rows that may exist. */
  optional: ExpectedRow[];
  /** Any other row may exist. */
  lenient: boolean;
  /** Whether `oml_tuple_id` is compared. */
  tupleIds: boolean;
}

/** The first difference between a table and the expected one, if any. */
export function differenceInTable(
  { name, mode }: { name: string; mode: CaseFile["mode"] },
  expected: ExpectedTable,
  stored: Table,
): string | undefined {
  const columns = expected.columns.map(columnName);
  const rules: RowRules = {
    columns,
    optional: expected.optional ?? [],
    lenient: mode === "contain" && !expected.no_extra,
    tupleIds: true,
  };
  const wrongColumns = differenceInColumns(expected.columns, stored.columns);
  if (wrongColumns) return wrongColumns;
  if (name === "_senders") {
    return differenceInAnyOrder(expected.rows, stored.rows, rules);
  }
  if (!columns.includes("oml_sender_id")) {
    return differenceInOrder(expected.rows, stored.rows, rules);
  }
  if (hasTwice(stored.rows, columns.indexOf("oml_tuple_id"))) {
    return "oml_tuple_id is not unique";
  }
  if (name === "_experiment_metadata") {
    return differenceInMetadata(expected.rows, stored.rows, rules);
  }
  const tupleIds = mode === "exact" && rules.optional.length === 0;
  return differenceBySender(expected.rows, stored.rows, { ...rules, tupleIds });
}

/**
 * Names are compared exactly, types without regard to case and blanks. A stored
 * column without a type is not SQLite's, and may have any.
 */
function differenceInColumns(
  expected: string[],
  stored: string[],
): string | undefined {
  const same = expected.length === stored.length &&
    expected.every((column, i) =>
      columnName(column) === columnName(stored[i]) &&
      (stored[i] === columnName(stored[i]) ||
        canonical(column) === canonical(stored[i]))
    );
  return same ? undefined : `columns ${show(stored)}, wanted ${show(expected)}`;
}

/** The server's own rows have any order, those of clients their own. */
function differenceInMetadata(
  expected: ExpectedRow[],
  stored: Row[],
  rules: RowRules,
): string | undefined {
  const sender = rules.columns.indexOf("oml_sender_id");
  const isOwn = (row: ExpectedRow) => row[sender][0] === "null";
  const isClients = (row: ExpectedRow) => !isOwn(row);
  const own = stored.filter(isOwn);
  const free = { ...rules, tupleIds: false };
  return differenceInAnyOrder(expected.filter(isOwn), own, free) ??
    (hasTwice(own, rules.columns.indexOf("key"))
      ? "the server wrote a key twice"
      : undefined) ??
    differenceBySender(
      expected.filter(isClients),
      stored.filter(isClients),
      free,
    );
}

/**
 * Rows of one sender keep their order, those of different senders interleave
 * freely; so tuple ids are compared only if a single sender wrote all rows.
 */
function differenceBySender(
  expected: ExpectedRow[],
  stored: Row[],
  rules: RowRules,
): string | undefined {
  const column = rules.columns.indexOf("oml_sender_id");
  const open = [...expected, ...rules.optional].some((row) =>
    row[column][0] === "any" || row[column][0] === "oneof"
  );
  const senderOf = (row: ExpectedRow) =>
    open ? "" : JSON.stringify(row[column]);
  const senders = [...new Set([...expected, ...stored].map(senderOf))].sort();
  const tupleIds = rules.tupleIds && senders.length === 1;
  for (const sender of senders) {
    const isSenders = (row: ExpectedRow) => senderOf(row) === sender;
    const difference = differenceInOrder(
      expected.filter(isSenders),
      stored.filter(isSenders),
      { ...rules, tupleIds },
    );
    if (difference) return difference;
  }
}

/** The expected rows must exist in their order. */
function differenceInOrder(
  expected: ExpectedRow[],
  stored: Row[],
  rules: RowRules,
): string | undefined {
  let next = 0;
  for (const row of stored) {
    const wanted = expected.at(next);
    if (wanted && sameRow(wanted, row, rules)) next++;
    else if (!mayBe(row, rules)) {
      const hint = wanted ? `, wanted ${show(wanted)}` : "";
      return `unexpected row ${show(row)}${hint}`;
    }
  }
  const missing = expected.at(next);
  return missing && `missing row ${show(missing)}`;
}

/** The expected rows must exist, and no others, in any order. */
function differenceInAnyOrder(
  expected: ExpectedRow[],
  stored: Row[],
  rules: RowRules,
): string | undefined {
  const missing = expected.find((wanted) =>
    !stored.some((row) => sameRow(wanted, row, rules))
  );
  if (missing) return `missing row ${show(missing)} in ${show(stored)}`;
  const strange = stored.find((row) =>
    !mayBe(row, rules) &&
    !expected.some((wanted) => sameRow(wanted, row, rules))
  );
  return strange && `unexpected row ${show(strange)}`;
}

/** Whether an unexpected row may exist. */
function mayBe(row: Row, rules: RowRules): boolean {
  const free = { ...rules, tupleIds: false };
  return rules.lenient ||
    rules.optional.some((optional) => sameRow(optional, row, free));
}

function sameRow(expected: ExpectedRow, stored: Row, rules: RowRules): boolean {
  const { columns, tupleIds } = rules;
  return expected.length === stored.length &&
    expected.every((value, i) =>
      (!tupleIds && columns[i] === "oml_tuple_id") ||
      sameValue(value, stored[i], columns[i])
    );
}

function hasTwice(rows: Row[], column: number): boolean {
  const values = rows.map((row) => JSON.stringify(row[column]));
  return new Set(values).size < rows.length;
}

function columnName(column: string): string {
  return column.split(" ", 1)[0];
}

function canonical(column: string): string {
  return column.replace(/\s+/g, " ").trim().toUpperCase();
}

/** A value for a message, shortened if it is long. */
function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length < 400 ? text : `${text.slice(0, 400)}...`;
}
