import { BufferPool } from "../../../../../shared/buffer_pool.ts";
import type { PostgresPlace } from "../../../../../server/rows/postgres/postgres_place.ts";
import type { PostgresScripts } from "../../../../../server/rows/postgres/postgres_scripts.ts";
import { PostgresStore } from "../../../../../server/rows/postgres/postgres_store.ts";
import { MemoryLog } from "../../../../_support/memory_log.ts";
import type { PostgresServer } from "../../../../_support/postgres.ts";

/** Connection options of a superuser. */
export function placeOf(
  server: PostgresServer,
  other: Partial<PostgresPlace> = {},
): PostgresPlace {
  return {
    host: server.host,
    port: server.port,
    user: server.admin,
    sslMode: "prefer",
    connectSeconds: 5,
    applicationName: "test",
    ...other,
  };
}

/** A store on a server. */
export function makeStore(
  server: PostgresServer,
  other: Partial<PostgresPlace> = {},
  keepRejects = true,
  views = false,
  scripts: PostgresScripts = {},
) {
  const log = new MemoryLog();
  const abandon = new AbortController();
  const store = new PostgresStore({
    place: placeOf(server, other),
    keepRejects,
    views,
    scripts,
    abandon: abandon.signal,
    buffers: new BufferPool(),
  }, log);
  return { store, log, abandon };
}
