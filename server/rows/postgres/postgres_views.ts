/**
 * Views of the measurement tables of a database, with names and times in UTC.
 *
 * @module
 */
import { isMeasurementTable } from "../../../codec/values/measurement_table.ts";
import {
  METADATA_SCHEMA,
  type Schema,
  STANDARD_COLUMNS,
} from "../../../codec/values/schema.ts";
import { errorText } from "../../../shared/error_text.ts";
import type {
  TableColumn,
  ViewedTable,
  ViewFailed,
  ViewNames,
} from "../view_names.ts";
import type { PostgresConnection } from "./postgres_connection.ts";
import { isTemporary, sqlState } from "./postgres_errors.ts";
import { readRelations } from "./postgres_relations.ts";
import { columnsOf, quoteName, storedName } from "./postgres_types.ts";
import {
  createViewSql,
  defineView,
  type ViewDefinition,
} from "./postgres_view_sql.ts";

/**
 * Milliseconds that a view waits for programs that read it: measurements wait
 * meanwhile.
 */
const LOCK_TIMEOUT_MS = 1_000;

const LOCK_NOT_AVAILABLE = "55P03";

/** The schema of the tables, and what to do about faults. */
export interface PostgresViewOptions {
  /** The PostgreSQL schema of the tables; quoted. */
  readonly place: string;
  /** Called with a view that can't be created, and why. */
  readonly failed: ViewFailed;
}

/**
 * Makes the views of one database, within transactions of the caller that
 * prevent other servers from creating tables.
 */
export class PostgresViews {
  readonly #connection: PostgresConnection;
  readonly #options: PostgresViewOptions;

  /** Makes nothing yet. */
  constructor(connection: PostgresConnection, options: PostgresViewOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  /**
   * Creates the view of a new table, and records its name. A fault is reported,
   * and leaves the transaction as it was.
   *
   * @throws {Error} if the whole transaction can't go on.
   */
  async create(table: ViewedTable, names: ViewNames): Promise<void> {
    const { place } = this.#options;
    await this.#create(
      table,
      names,
      defineView(table, { place, hasSenders: true }),
    );
  }

  /**
   * Returns the tables that have no view as it should be; drops views whose
   * tables no longer exist.
   */
  async findOutdated(): Promise<ViewedTable[]> {
    const hasSenders = await this.#hasSenders();
    const { place } = this.#options;
    const { tables, views } = await readRelations(
      this.#connection,
      place,
      hasSenders,
    );
    const viewed = await this.#readTables(tables.all);
    const marks = await this.#readMarks();
    const known = new Set(viewed.map(({ table }) => table));
    for (const { name, viewOf } of views.all) {
      if (!known.has(viewOf)) await this.#drop(name, views);
    }
    return viewed.filter((table) =>
      !marks.has(defineView(table, { place, hasSenders }).mark)
    );
  }

  /** Creates the views of these tables, or replaces them. */
  async renew(tables: readonly ViewedTable[]): Promise<void> {
    const hasSenders = await this.#hasSenders();
    const { place } = this.#options;
    const { views } = await readRelations(this.#connection, place, hasSenders);
    const former = new Map(
      views.all.map(({ name, viewOf }) => [viewOf, name]),
    );
    for (const table of tables) {
      const definition = defineView(table, { place, hasSenders });
      const view = former.get(table.table);
      if (view === undefined) await this.#create(table, views, definition);
      else await this.#replace(view, definition);
    }
  }

  /** Drops all views of ours; returns the names of those that are gone. */
  async drop(): Promise<string[]> {
    const { views } = await readRelations(
      this.#connection,
      this.#options.place,
      await this.#hasSenders(),
    );
    const names = views.all.map(({ name }) => name);
    for (const name of names) await this.#drop(name, views);
    return names.filter((name) => views.find(name) === undefined);
  }

  /** The names of all views of ours. */
  async list(): Promise<string[]> {
    const { views } = await readRelations(
      this.#connection,
      this.#options.place,
      await this.#hasSenders(),
    );
    return views.all.map(({ name }) => name).sort();
  }

  /**
   * Gives the name of a view of ours, if it is one, to a table; the view gets
   * another one. Returns whether the name is free now.
   */
  async freeName(name: string, names: ViewNames): Promise<boolean> {
    const view = names.find(name);
    if (view === undefined) return true;
    names.remove(view.name);
    names.take(name);
    const other = names.free(view.viewOf);
    const isRenamed = await this.#try(
      view.name,
      `ALTER VIEW ${this.#path(view.name)} RENAME TO ${quoteName(other)}`,
    );
    if (isRenamed) names.add(other, view.viewOf);
    return isRenamed;
  }

  async #create(
    table: ViewedTable,
    names: ViewNames,
    definition: ViewDefinition,
  ): Promise<void> {
    const view = names.free(table.name);
    const sql = createViewSql(this.#path(view), definition, "CREATE");
    if (await this.#try(view, sql)) names.add(view, table.table);
  }

  /** Keeps the privileges of a view, if its columns allow it. */
  async #replace(view: string, definition: ViewDefinition): Promise<void> {
    const path = this.#path(view);
    const how = "CREATE OR REPLACE";
    const fault = await this.#attempt(createViewSql(path, definition, how));
    if (fault === undefined) return;
    const again = createViewSql(path, definition, "CREATE");
    await this.#try(view, `DROP VIEW ${path}; ${again}`);
  }

  async #drop(view: string, names: ViewNames): Promise<void> {
    if (await this.#try(view, `DROP VIEW ${this.#path(view)}`)) {
      names.remove(view);
    }
  }

  /** Runs statements for a view; returns whether they succeeded. */
  async #try(view: string, statements: string): Promise<boolean> {
    const fault = await this.#attempt(statements);
    if (fault === undefined) return true;
    this.#options.failed(view, errorText(fault));
    return false;
  }

  /**
   * Runs statements; if they fail, the transaction goes on without them.
   * Returns the error.
   *
   * @throws {Error} if the whole transaction can't go on.
   */
  async #attempt(statements: string): Promise<unknown> {
    const connection = this.#connection;
    try {
      await connection.run(
        `SAVEPOINT oml_view; SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS};
          ${statements};
          SET LOCAL lock_timeout TO DEFAULT; RELEASE SAVEPOINT oml_view`,
      );
      return undefined;
    } catch (error) {
      const state = sqlState(error);
      const isLocked = state === LOCK_NOT_AVAILABLE;
      if (state === undefined || isTemporary(error) && !isLocked) throw error;
      await connection.run(
        "ROLLBACK TO SAVEPOINT oml_view; RELEASE SAVEPOINT oml_view",
      );
      return error;
    }
  }

  #path(name: string): string {
    return `${this.#options.place}.${quoteName(name)}`;
  }

  async #hasSenders(): Promise<boolean> {
    const found = await this.#connection.query(
      `SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass($1)
        AND attname = 'oml_sender_id' AND NOT attisdropped`,
      [`${this.#options.place}.${METADATA_SCHEMA.name}`],
    );
    return found.length > 0;
  }

  async #readMarks(): Promise<Set<string>> {
    const rows = await this.#connection.query(
      `SELECT obj_description(oid, 'pg_class') AS mark FROM pg_class
        WHERE relnamespace = quote_ident(current_schema())::regnamespace AND relkind = 'v'`,
    );
    return new Set(rows.map(({ mark }) => String(mark)));
  }

  /** The measurement tables, with all their present columns. */
  async #readTables(schemas: readonly Schema[]): Promise<ViewedTable[]> {
    const rows = await this.#connection.query(
      `SELECT relname, array_agg(attname::text ORDER BY attnum) AS columns
        FROM pg_class AS c JOIN pg_attribute ON attrelid = c.oid
        WHERE relnamespace = quote_ident(current_schema())::regnamespace
          AND relkind IN ('r', 'p', 'f') AND NOT relispartition
          AND attnum > 0 AND NOT attisdropped
        GROUP BY relname ORDER BY relname`,
    );
    const recorded = new Map(
      schemas.map((schema) => [storedName(schema.name), schema]),
    );
    return rows.flatMap(({ relname, columns }) => {
      const table = String(relname);
      const names = Array.isArray(columns) ? columns.map(String) : [];
      if (!isMeasurementTable(table, names)) return [];
      const schema = recorded.get(table);
      const types = new Map(
        schema && viewedColumns(schema).map(({ name, type }) => [name, type]),
      );
      return [{
        table,
        name: schema?.name ?? table,
        columns: names.map((name) => ({ name, type: types.get(name) })),
      }];
    });
  }
}

/** The columns of a table of `schema`. */
export function viewedColumns(schema: Schema): TableColumn[] {
  const types = [...STANDARD_COLUMNS, ...schema.fields];
  return [
    { name: "oml_tuple_id", type: undefined },
    ...columnsOf(schema).map(({ name }, i) => ({ name, type: types[i].type })),
  ];
}
