/**
 * Options of the PostgreSQL backend.
 *
 * @module
 */
import { type Command, Option } from "commander";
import { parsePort } from "../options/endpoint.ts";
import { Alias } from "./alias.ts";
import { filled } from "../options/values.ts";
import {
  type Conninfo,
  ConninfoError,
  parseConninfo,
} from "../../server/rows/postgres/conninfo.ts";
import {
  placeOf,
  type PostgresPlace,
} from "../../server/rows/postgres/postgres_place.ts";
import { OptionsError } from "../options/options_error.ts";

/** How to connect to PostgreSQL. */
export interface PostgresFlags {
  /** Where it is, and the role to log in as. */
  readonly pgPlace: PostgresPlace;
  /** The parameters of `--pg-connect`. */
  readonly pgConninfo: Conninfo;
  /** File with SQL that is run when a database is made. */
  readonly pgOnDatabase: string | undefined;
  /** File with SQL that is run when a table is made. */
  readonly pgOnTable: string | undefined;
}

/** Adds the options to `command`. */
export function addPostgresFlags(command: Command): void {
  command.optionsGroup("PostgreSQL (with --backend=postgresql):")
    .option(
      "--pg-host <host>",
      "host, or directory of the socket",
      filled("write a host"),
      "localhost",
    )
    .addOption(
      new Option(
        "--pg-port <port>",
        "port, or a service name from /etc/services",
      )
        .argParser((text) => String(parsePort(text)))
        .default("5432", "postgresql, 5432"),
    )
    .option(
      "--pg-user <role>",
      "role; needs the CREATEDB privilege",
      filled("write the name of a role"),
      "oml",
    )
    .option(
      "--pg-pass <password>",
      "password; briefly visible to other users, so prefer $PGPASSWORD, " +
        "$PGPASSFILE or ~/.pgpass",
    )
    .option(
      "--pg-connect <conninfo>",
      'further parameters, e.g. "sslmode=require connect_timeout=5" (also ' +
        "--pg-conninfo)",
    )
    .addOption(new Alias("--pg-conninfo <conninfo>", "pgConnect"))
    .option(
      "--pg-on-database <file>",
      "SQL to run in the transaction that makes the first tables of a new " +
        "database (docs/postgresql.md)",
      filled("write the name of a file"),
    )
    .option(
      "--pg-on-table <file>",
      "SQL to run in the transaction that makes a table, e.g. to partition it",
      filled("write the name of a file"),
    );
}

/**
 * The values of the options.
 *
 * @throws {OptionsError} if the connection string is wrong.
 */
export function postgresFlags(options: Record<string, unknown>): PostgresFlags {
  const place = {
    host: String(options.pgHost),
    port: Number(options.pgPort),
    user: String(options.pgUser),
    password: given(options.pgPass),
  };
  try {
    const pgConninfo = parseConninfo(given(options.pgConnect) ?? "");
    return {
      pgPlace: placeOf(place, pgConninfo),
      pgConninfo,
      pgOnDatabase: given(options.pgOnDatabase),
      pgOnTable: given(options.pgOnTable),
    };
  } catch (error) {
    // Not by the option's parser: that quotes the value, with the password.
    if (!(error instanceof ConninfoError)) throw error;
    throw new OptionsError(`option --pg-connect: ${error.message}`);
  }
}

/** An empty string is the documented default, and means unset. */
function given(value: unknown): string | undefined {
  return value === "" ? undefined : value as string | undefined;
}
