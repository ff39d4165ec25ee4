/**
 * The file with the passwords of PostgreSQL.
 *
 * @module
 */
import process from "node:process";
import type { PostgresSource } from "../../archive/postgres/postgres_uri.ts";

/**
 * Uses the file that a URI names: the driver accepts it only through the
 * environment.
 */
export function usePassFile({ passFile }: PostgresSource): void {
  if (passFile !== undefined) process.env.PGPASSFILE = passFile;
}
