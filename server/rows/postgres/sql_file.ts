/**
 * A file with SQL that is run where names are known: for a new database, or a
 * new table. Names are written like psql's variables, and always quoted.
 *
 * @module
 */
import { errorText } from "../../../shared/error_text.ts";
import { StoreError } from "../store.ts";
import { sqlState } from "./postgres_errors.ts";
import { quoteName, textLiteral } from "./postgres_types.ts";
import { type SqlToken, sqlTokens } from "./sql_tokens.ts";

/** The values of names; that of `columns` is SQL. */
export type SqlNames = Readonly<Record<string, string>>;

/** The name whose value is SQL. */
const COLUMNS = "columns";

/** The names for a new database. */
export const DATABASE_NAMES = ["database", "schema"] as const;

/** The names for a new table. */
export const TABLE_NAMES = [...DATABASE_NAMES, "table", COLUMNS] as const;

/** Statements that would end the transaction, or begin another one. */
const TRANSACTION =
  /^(?:BEGIN|START|COMMIT|END|ROLLBACK|ABORT|PREPARE|SAVEPOINT|RELEASE)$/i;

/** Runs one statement. */
export interface SqlRunner {
  /** Rejects with PostgreSQL's error. */
  run(statement: string): Promise<void>;
}

/** A statement failed. Its SQLSTATE is that of PostgreSQL's error. */
class SqlFileError extends Error {
  override name = "SqlFileError";
  readonly code: string | undefined;

  constructor(place: string, cause: unknown) {
    super(`${place}: ${textWithDetail(cause)}`, { cause });
    this.code = sqlState(cause);
  }
}

/** A file with SQL. */
export class SqlFile {
  /** Its path, as the operator gave it. */
  readonly path: string;
  readonly #sql: string;
  readonly #statements: readonly SqlStatement[];

  private constructor(
    path: string,
    sql: string,
    statements: readonly SqlStatement[],
  ) {
    this.path = path;
    this.#sql = sql;
    this.#statements = statements;
  }

  /**
   * Reads SQL that may use these names.
   *
   * @throws {StoreError} with the line of the fault, and the remedy.
   */
  static parse(path: string, sql: string, names: readonly string[]): SqlFile {
    const statements: SqlStatement[] = [];
    let tokens: SqlToken[] = [];
    for (const token of sqlTokens(sql)) {
      checkName(token, names, () => placeOf(path, sql, token.at));
      if (token.kind === "end") {
        statements.push(new SqlStatement(tokens));
        tokens = [];
      } else tokens.push(token);
    }
    statements.push(new SqlStatement(tokens));
    const all = statements.filter(({ first }) => first !== undefined);
    for (const { first } of all) {
      if (first === undefined || !TRANSACTION.test(first.text)) continue;
      const place = placeOf(path, sql, first.at);
      throw new StoreError(`${place}: ${first.text} is not allowed here`, {
        hint: "remove it: the file is a part of the server's transaction",
      });
    }
    return new SqlFile(path, sql, all);
  }

  /**
   * Runs the statements.
   *
   * @throws {Error} with the file, the line, and the error's SQLSTATE.
   */
  async run(connection: SqlRunner, names: SqlNames): Promise<void> {
    for (const statement of this.#statements) {
      try {
        await connection.run(statement.bind(names));
      } catch (error) {
        // A lost connection is no fault of the file.
        if (sqlState(error) === undefined) throw error;
        const at = statement.find(positionOf(error), names);
        throw new SqlFileError(placeOf(this.path, this.#sql, at), error);
      }
    }
  }
}

/** One statement. */
class SqlStatement {
  /** Its first token that is not blank. */
  readonly first: SqlToken | undefined;
  readonly #tokens: readonly SqlToken[];

  constructor(tokens: readonly SqlToken[]) {
    this.#tokens = tokens;
    this.first = tokens.find(({ kind }) => kind !== "blank");
  }

  /** The statement with the values of its names. */
  bind(names: SqlNames): string {
    return this.#tokens.map((token) => bound(token, names)).join("");
  }

  /**
   * Where in the file the token at a position of the bound statement begins,
   * which PostgreSQL counts in characters, from 1 on; 0 is the statement.
   */
  find(position: number, names: SqlNames): number {
    let left = position;
    if (left > 0) {
      for (const token of this.#tokens) {
        const text = bound(token, names);
        const characters = [...text].length;
        if (left <= characters) {
          const within = token.name === undefined ? left - 1 : 0;
          return token.at + [...text].slice(0, within).join("").length;
        }
        left -= characters;
      }
    }
    return this.first?.at ?? 0;
  }
}

function bound({ text, name, quoting }: SqlToken, names: SqlNames): string {
  if (name === undefined) return text;
  const value = names[name];
  if (quoting === "text") return textLiteral(value);
  return name === COLUMNS ? value : quoteName(value);
}

/** An unknown name may be a mistake, so it is none of PostgreSQL's business. */
function checkName(
  { name, text, quoting }: SqlToken,
  names: readonly string[],
  place: () => string,
): void {
  if (name === undefined) return;
  const known = names.map((each) => `:${each}`).join(", ");
  if (!names.includes(name)) {
    throw new StoreError(`${place()}: ${text} is unknown`, {
      hint: `use ${known}; or put a space after a colon that begins no name`,
    });
  }
  if (name === COLUMNS && quoting === "identifier") {
    throw new StoreError(`${place()}: ${text} is not one name`, {
      hint: `write :${COLUMNS} or :'${COLUMNS}'`,
    });
  }
}

function placeOf(path: string, sql: string, at: number): string {
  return `${path}:${sql.slice(0, at).split("\n").length}`;
}

function positionOf(error: unknown): number {
  const isPlaced = error instanceof Error && "position" in error;
  return isPlaced ? Number(error.position) || 0 : 0;
}

function textWithDetail(error: unknown): string {
  const hasDetail = error instanceof Error && "detail" in error &&
    typeof error.detail === "string";
  return hasDetail ? `${errorText(error)} (${error.detail})` : errorText(error);
}
