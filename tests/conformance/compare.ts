import type { Case } from "./case.ts";
import { differenceInTable } from "./compare_table.ts";
import type { Database } from "./read_databases.ts";

/** The part of a case that states the expected results. */
export type Rules = Pick<
  Case,
  "mode" | "expected" | "closed_by" | "may_dbs" | "may_tables" | "optional_dbs"
>;

/** The actual results. */
export interface Outcome {
  /** Faults, whatever the case expects. */
  faults: string[];
  /** The side that closed each connection. */
  closedBy: Record<string, string>;
  databases: Map<string, Database>;
}

/** The first difference between actual and expected results, if any. */
export function compare(rules: Rules, outcome: Outcome): string | undefined {
  return outcome.faults.at(0) ??
    differenceInClosing(rules, outcome) ??
    differenceInNames(rules, outcome) ??
    (rules.mode === "refused"
      ? storedMeasurement(outcome)
      : differenceInDatabases(rules, outcome));
}

function differenceInClosing(
  { closed_by = {} }: Rules,
  { closedBy }: Outcome,
): string | undefined {
  for (const [connection, wanted] of Object.entries(closed_by)) {
    const closer = closedBy[connection] ?? "neither side";
    if (![wanted].flat().includes(closer)) {
      return `connection ${connection} closed by ${closer}, wanted ${wanted}`;
    }
  }
}

/** No other database may exist, and each existing one must be readable. */
function differenceInNames(
  { expected, may_dbs = [] }: Rules,
  { databases }: Outcome,
): string | undefined {
  for (const [name, { error }] of databases) {
    if (!Object.hasOwn(expected.dbs, name) && !may_dbs.includes(name)) {
      return `unexpected database ${name}`;
    }
    if (error) return `${name}: ${error}`;
  }
}

/** For a rejected stream only the server's own tables may have rows. */
function storedMeasurement({ databases }: Outcome): string | undefined {
  for (const [name, { tables }] of databases) {
    for (const [table, { rows }] of Object.entries(tables)) {
      if (rows.length > 0 && !table.startsWith("_")) {
        return `${name} ${table}: has rows of a refused stream`;
      }
    }
  }
}

function differenceInDatabases(
  rules: Rules,
  { databases }: Outcome,
): string | undefined {
  for (const name of Object.keys(rules.expected.dbs)) {
    const stored = databases.get(name);
    const difference = stored
      ? differenceInTables(rules, name, stored)
      : rules.optional_dbs?.includes(name)
      ? undefined
      : "is missing";
    if (difference) return `database ${name}: ${difference}`;
  }
}

function differenceInTables(
  { mode, expected, may_tables = [] }: Rules,
  database: string,
  stored: Database,
): string | undefined {
  const { tables } = expected.dbs[database];
  for (const [name, table] of Object.entries(tables)) {
    if (!Object.hasOwn(stored.tables, name)) return `no table ${name}`;
    const difference = differenceInTable(
      { name, mode },
      table,
      stored.tables[name],
    );
    if (difference) return `table ${name}: ${difference}`;
  }
  if (mode !== "exact") return;
  const strange = Object.keys(stored.tables).find((name) =>
    !Object.hasOwn(tables, name) && !may_tables.includes(name)
  );
  return strange && `unexpected table ${strange}`;
}
