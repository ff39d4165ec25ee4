/**
 * Checks whether databases could be created.
 *
 * @module
 */
import { getLogger } from "@logtape/logtape";
import type { Runtime } from "../../ports/runtime.ts";
import { BufferPool } from "../../shared/buffer_pool.ts";
import { dataDirectory } from "../process/data_dir.ts";
import type { ServerFlags } from "../flags/server_flags.ts";
import { readScripts } from "../server/postgres_scripts.ts";
import { openStorage } from "../server/storage.ts";
import { checkDataDir } from "./check_data_dir.ts";
import { checkSqlite } from "./check_sqlite.ts";
import { type Finding, problem } from "./finding.ts";

/** Checks the backend. */
export async function checkBackend(
  runtime: Runtime,
  flags: ServerFlags,
): Promise<readonly Finding[]> {
  if (flags.backend === "sqlite") return checkDirectory(flags);
  const own = { ...flags, pgOnDatabase: undefined, pgOnTable: undefined };
  return [...checkScripts(flags), await checkPostgres(runtime, own)];
}

function checkDirectory(
  { dataDir, journal }: ServerFlags,
): readonly Finding[] {
  const directory = dataDirectory(dataDir);
  const findings = checkDataDir(directory);
  const exists = findings.length > 1;
  return exists ? [...findings, checkSqlite(directory, journal)] : findings;
}

/** Reads the operator's SQL; PostgreSQL checks it only when it runs. */
function checkScripts(flags: ServerFlags): readonly Finding[] {
  const subject = "SQL of --pg-on-*";
  try {
    const { onDatabase, onTable } = readScripts(flags);
    const paths = [onDatabase, onTable].flatMap((file) => file?.path ?? []);
    if (paths.length === 0) return [];
    return [{ state: "ok", subject, text: `${paths.join(", ")} can be read` }];
  } catch (error) {
    return [problem(subject, error)];
  }
}

/** Logs in as the server would, and disconnects. */
async function checkPostgres(
  runtime: Runtime,
  flags: ServerFlags,
): Promise<Finding> {
  const subject = "PostgreSQL";
  try {
    const storage = await openStorage(flags, {
      runtime,
      buffers: new BufferPool(0),
      abandon: new AbortController().signal,
      log: getLogger(["oml2", "check"]),
    });
    storage.close();
    const text = `${storage.place} allows creating databases`;
    return { state: "ok", subject, text };
  } catch (error) {
    return problem(subject, error);
  }
}
