/**
 * The thread of the `oml2` command that reads stored experiments, on Deno.
 *
 * @module
 */
import { hostSqliteArchive } from "../archive/worker/sqlite_archive_host.ts";
import { parentPort } from "../ports/deno_thread.ts";

hostSqliteArchive(parentPort());
