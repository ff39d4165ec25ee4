/**
 * A worker of the `oml2` command on Deno.
 *
 * @module
 */
import { parentPort } from "../ports/deno_thread.ts";
import { hostSqliteStore } from "../server/rows/sqlite/sqlite_host.ts";

hostSqliteStore(parentPort());
