/**
 * Looks whether databases could be kept.
 *
 * @module
 */
import { dataDirectory } from "../data_dir.ts";
import type { ServerFlags } from "../server_flags.ts";
import { checkDataDir } from "./check_data_dir.ts";
import { checkSqlite } from "./check_sqlite.ts";
import type { Finding } from "./finding.ts";

/** Looks at what keeps the databases. */
export function checkBackend(flags: ServerFlags): Promise<readonly Finding[]> {
  if (flags.backend === "sqlite") return Promise.resolve(checkFiles(flags));
  const text = "not looked at";
  const finding: Finding = { state: "unchecked", subject: "PostgreSQL", text };
  return Promise.resolve([finding]);
}

function checkFiles({ dataDir, journal }: ServerFlags): readonly Finding[] {
  const directory = dataDirectory(dataDir);
  const findings = checkDataDir(directory);
  const exists = findings.length > 1;
  return exists ? [...findings, checkSqlite(directory, journal)] : findings;
}
