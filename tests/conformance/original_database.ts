import { Buffer } from "node:buffer";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import type { Case, ExpectedTable, ExpectedValue } from "./case.ts";

/** The arrival time of all tuples. */
const ARRIVAL = 1;

/**
 * Writes a database as the original server wrote it, from the expectations that
 * were recorded from it.
 */
export function writeOriginal(
  path: string,
  tables: Case["expected"]["dbs"][string]["tables"],
): void {
  using database = new DatabaseSync(path);
  database.exec("PRAGMA synchronous = OFF; BEGIN");
  for (const [name, table] of Object.entries(tables)) {
    writeTable(database, name, table);
  }
  database.exec("COMMIT");
}

function writeTable(
  database: DatabaseSync,
  name: string,
  { columns, rows }: ExpectedTable,
): void {
  const declared = columns.map((column) =>
    column.replace(/^(\S+)/, (name) => quoted(name)).replace(
      /^("oml_tuple_id" INTEGER)$/,
      "$1 PRIMARY KEY",
    )
  );
  database.exec(`CREATE TABLE ${quoted(name)} (${declared.join(", ")})`);
  const insert = database.prepare(
    `INSERT INTO ${quoted(name)} VALUES (${columns.map(() => "?").join(", ")})`,
  );
  for (const row of rows) insert.run(...row.map(inputValue));
}

function inputValue(value: ExpectedValue): SQLInputValue {
  switch (value[0]) {
    case "null":
      return null;
    case "integer":
      return BigInt(value[1]);
    case "real":
      return realOf(value[1]);
    case "text":
      return value[1];
    case "blob":
      return Buffer.from(value[1], "hex");
    default:
      throw new Error(`No value of a recorded database: ${value[0]}`);
  }
}

/** "TS" stands for a time of arrival. */
function realOf(text: string): number {
  return text === "TS" ? ARRIVAL : Number(text.replace("inf", "Infinity"));
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
