import { PostgresArchive } from "../../../../archive/postgres/postgres_archive.ts";
import {
  parsePostgresUri,
  type PostgresSource,
} from "../../../../archive/postgres/postgres_uri.ts";
import type { PostgresScripts } from "../../../../server/rows/postgres/postgres_scripts.ts";
import { PostgresStore } from "../../../../server/rows/postgres/postgres_store.ts";
import { BufferPool } from "../../../../shared/buffer_pool.ts";
import { MemoryLog } from "../../../_support/memory_log.ts";
import type { PostgresServer } from "../../../_support/postgres.ts";

/** The source that a URI of the server, or of one of its databases, is. */
function sourceOf(
  { host, port, admin }: PostgresServer,
  database = "",
): PostgresSource {
  const uri = `postgresql://${admin}@${host}:${port}/${database}`;
  const defaults = { host, port, user: admin, password: undefined };
  return parsePostgresUri(uri, defaults);
}

/** The server as a place. */
export function placeOf(server: PostgresServer): PostgresSource["place"] {
  return sourceOf(server).place;
}

/** The store of our server, with an operator's SQL. */
export function storeOf(
  server: PostgresServer,
  scripts?: PostgresScripts,
): PostgresStore {
  const { place } = sourceOf(server);
  const abandon = new AbortController().signal;
  const buffers = new BufferPool();
  const options = { place, keepRejects: true, scripts, abandon, buffers };
  return new PostgresStore(options, new MemoryLog());
}

/** An archive that is closed with its scope. */
export function archiveOf(
  server: PostgresServer,
  database?: string,
): PostgresArchive & AsyncDisposable {
  const archive = new PostgresArchive(sourceOf(server).place, database);
  return Object.assign(archive, {
    [Symbol.asyncDispose]: () => archive.close(),
  });
}
