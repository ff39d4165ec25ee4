/**
 * What a database contains besides its rows.
 *
 * @module
 */
import {
  isMeasurementTable,
  TABLE_KEY,
} from "../../codec/values/measurement_table.ts";
import { metadataEntry, recordedStart } from "../metadata_entries.ts";
import { parseSchema, type Schema } from "../../codec/values/schema.ts";
import {
  columnsOf,
  quoteName,
  storedName,
} from "../../server/rows/postgres/postgres_types.ts";
import type { ColumnShape, MetadataEntry } from "../archive.ts";
import { columnShapes, ID_COLUMN } from "../column_shapes.ts";
import { NotFoundError } from "../errors.ts";
import { SenderNames } from "../sender_names.ts";
import type { PostgresQueries } from "./postgres_reader.ts";

/** The most rows of metadata that a page needs. */
const MOST_METADATA = 10_000;

/** A measured column. */
export interface PostgresColumn {
  /** Its shape, with the name that the client gave it. */
  readonly shape: ColumnShape;
  /** The column as an SQL identifier. */
  readonly sql: string;
  /** Its type, as PostgreSQL calls it. */
  readonly type: string;
}

/** A measurement table. */
export interface PostgresTable {
  /** Its name. */
  readonly name: string;
  /** The table as an SQL identifier. */
  readonly sql: string;
  /** Its measured columns. */
  readonly columns: readonly PostgresColumn[];
  /** Whether its rows have numbers. */
  readonly hasIds: boolean;
}

/** What a database contains. */
export interface PostgresCatalogue {
  /** Its start, UNIX seconds. */
  readonly startTime: number | undefined;
  /** Its senders. */
  readonly senders: SenderNames;
  /** Its measurement tables, by name. */
  readonly tables: ReadonlyMap<string, PostgresTable>;
  /** Its metadata. */
  readonly metadata: readonly MetadataEntry[];
  /** The other tables of OML as SQL identifiers, by name. */
  readonly own: ReadonlyMap<string, string>;
}

/** A column as the database declares it. */
interface Column {
  readonly name: string;
  readonly type: string;
}

/** The tables of a database, in the schema that they are in. */
interface Relations {
  readonly place: string;
  readonly columns: ReadonlyMap<string, readonly Column[]>;
}

/** How much of a catalogue is read. */
export interface CatalogueOptions {
  /**
   * Whether it has all metadata, and the tables whose rows have no numbers, as
   * those of oml2-server 2.9 and older; a page can't show these.
   */
  readonly isComplete: boolean;
}

/**
 * Reads the catalogue; `undefined` if the database was not written by an OML
 * server.
 */
export async function readCatalogue(
  reader: PostgresQueries,
  { isComplete }: CatalogueOptions = { isComplete: false },
): Promise<PostgresCatalogue | undefined> {
  const { place, columns } = await readRelations(reader);
  const own = new Map(
    [...columns.keys()].filter((name) => name.startsWith("_"))
      .map((name) => [name, `${place}.${quoteName(name)}`]),
  );
  const [ids, rows] = [own.get("_senders"), own.get("_experiment_metadata")];
  if (ids === undefined || rows === undefined) return undefined;
  const senders = await readSenders(reader, ids);
  const declared = columns.get("_experiment_metadata") ?? [];
  const metadata = await readMetadata(reader, rows, {
    ...{ declared, senders, most: isComplete ? "ALL" : MOST_METADATA },
  });
  const schemas = readSchemas(metadata);
  const tables = [...columns].flatMap(([stored, all]) =>
    describe(stored, all, { place, schemas, metadata })
  ).filter(({ hasIds }) => hasIds || isComplete).sort((a, b) =>
    a.name < b.name ? -1 : 1
  );
  return {
    startTime: recordedStart(metadata),
    senders,
    tables: new Map(tables.map((table) => [table.name, table])),
    metadata,
    own,
  };
}

/** A text that differs if the catalogue may have changed. */
export async function catalogueVersion(
  reader: PostgresQueries,
  { own }: PostgresCatalogue,
): Promise<string> {
  const [{ version }] = await reader.query(
    `SELECT concat_ws(' ',
      (SELECT concat(count(*), ' ', max(oid::text::int8)) FROM pg_class
        WHERE relnamespace = quote_ident(current_schema())::regnamespace),
      (SELECT count(*) FROM ${own.get("_senders")}),
      (SELECT count(*) FROM ${own.get("_experiment_metadata")})) AS version`,
  );
  return String(version);
}

/**
 * The measurement table called `name`.
 *
 * @throws {NotFoundError} if there is none.
 */
export function findTable(
  { tables }: PostgresCatalogue,
  name: string,
): PostgresTable {
  const table = tables.get(name);
  if (table === undefined) throw new NotFoundError("table", name);
  return table;
}

async function readRelations(reader: PostgresQueries): Promise<Relations> {
  const rows = await reader.query(
    `SELECT nspname, relname, attname, format_type(atttypid, NULL) AS type
      FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace
      JOIN pg_attribute AS a ON attrelid = c.oid
      WHERE nspname = current_schema() AND relkind IN ('r', 'p', 'f')
        AND NOT relispartition AND attnum > 0 AND NOT attisdropped
        AND has_table_privilege(c.oid, 'SELECT')
      ORDER BY relname, attnum`,
  );
  const columns = new Map<string, Column[]>();
  for (const { relname, attname, type } of rows) {
    const all = columns.get(String(relname)) ?? [];
    columns.set(String(relname), all);
    all.push({ name: String(attname), type: String(type) });
  }
  return { place: quoteName(String(rows[0]?.nspname ?? "public")), columns };
}

async function readSenders(
  reader: PostgresQueries,
  table: string,
): Promise<SenderNames> {
  const rows = await reader.query(`SELECT id, name FROM ${table}`);
  return new SenderNames(
    rows.map(({ id, name }) => ({ id: Number(id), name: String(name) })),
  );
}

/** Older servers store keys and values only. */
async function readMetadata(
  reader: PostgresQueries,
  table: string,
  { declared, senders, most }: {
    readonly declared: readonly Column[];
    readonly senders: SenderNames;
    readonly most: number | "ALL";
  },
): Promise<MetadataEntry[]> {
  const has = (name: string) => declared.some((column) => column.name === name);
  if (!has("key") || !has("value")) return [];
  const wanted = ["key", "value", "subject", "oml_sender_id"].map((name) =>
    `${has(name) ? quoteName(name) : "NULL"} AS ${name}`
  );
  const order = has(ID_COLUMN) ? ID_COLUMN : "key";
  const rows = await reader.query(
    `SELECT ${wanted} FROM ${table} ORDER BY ${order} LIMIT ${most}`,
  );
  return rows.map(({ key, value, subject, oml_sender_id: sender }) =>
    metadataEntry([key, value, subject, sender], senders)
  );
}

/** The schemas that the server has recorded, by the stored name of the table. */
function readSchemas(
  metadata: readonly MetadataEntry[],
): Map<string, { readonly name: string; readonly schema: Schema }> {
  const schemas = new Map();
  for (const { key, value, sender } of metadata) {
    if (sender !== undefined || !key.startsWith(TABLE_KEY)) continue;
    const name = key.slice(TABLE_KEY.length);
    try {
      const schema = parseSchema(value, Infinity);
      schemas.set(storedName(name), { name, schema });
    } catch {
      // Another program wrote it, so it describes nothing.
    }
  }
  return schemas;
}

function describe(
  stored: string,
  all: readonly Column[],
  { place, schemas, metadata }: {
    readonly place: string;
    readonly schemas: ReturnType<typeof readSchemas>;
    readonly metadata: readonly MetadataEntry[];
  },
): PostgresTable[] {
  const names = all.map((column) => column.name);
  if (!isMeasurementTable(stored, names)) return [];
  const known = schemas.get(stored);
  const name = known?.name ?? stored;
  const fields = fieldNames(known?.schema);
  const declared = all.map((column) => ({
    ...column,
    stored: column.name,
    name: fields.get(column.name) ?? column.name,
  }));
  const columns = columnShapes(name, declared, metadata).flatMap((shape) => {
    const column = declared.find((each) => each.name === shape.name);
    if (column === undefined) return [];
    return [{ shape, sql: quoteName(column.stored), type: column.type }];
  });
  const hasIds = names.includes(ID_COLUMN);
  return [{ name, sql: `${place}.${quoteName(stored)}`, columns, hasIds }];
}

/** The fields by the names of their columns, which can be hashes. */
function fieldNames(schema: Schema | undefined): Map<string, string> {
  if (schema === undefined || schema.fields.length === 0) return new Map();
  const columns = columnsOf(schema).slice(-schema.fields.length);
  return new Map(columns.map((column, i) => [
    column.name,
    schema.fields[i].name,
  ]));
}
