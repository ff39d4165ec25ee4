/**
 * A worker of the `oml2` command on Node.
 *
 * @module
 */
import { parentPort } from "../ports/node_thread.ts";
import { hostSqliteStore } from "../server/rows/sqlite/sqlite_host.ts";

hostSqliteStore(parentPort());
