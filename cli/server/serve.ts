/**
 * The subcommand `server`: starts the server, and stops it on a signal.
 *
 * @module
 */
import process from "node:process";
import { getLogger } from "@logtape/logtape";
import { errorText } from "../../shared/error_text.ts";
import type { Runtime } from "../../ports/runtime.ts";
import { StoreError } from "../../server/rows/store.ts";
import { type Account, findAccount } from "../process/accounts.ts";
import { listen } from "../process/listen.ts";
import { openLog, reopenLog } from "../log/open_log.ts";
import {
  openFilesLimit,
  shareFiles,
  tellShortage,
} from "../process/open_files.ts";
import { becomeUser } from "../process/privileges.ts";
import { runServer } from "./run_server.ts";
import { serverFileNeeds, withinFiles } from "./server_files.ts";
import type { ServerFlags } from "../flags/server_flags.ts";
import { Signals } from "../process/signals.ts";

/** Runs the server until it is told to stop; returns its exit status. */
export async function serve(
  runtime: Runtime,
  flags: ServerFlags,
): Promise<number> {
  if (flags.pgPass ?? flags.pgConnect) hideCommandLine();
  const signals = new Signals(runtime);
  const account = accountOf(flags);
  const needs = serverFileNeeds(runtime, flags);
  const files = shareFiles(needs, openFilesLimit());
  const listening = listen(runtime, flags, files.backlog);
  await Promise.allSettled([listening]);
  // Root may listen anywhere; whatever is opened from here on is the user's.
  if (account !== undefined) becomeUser(runtime, account);
  const logFile = openLog(flags);
  const log = getLogger(["oml2", "server"]);
  signals.onReopen(() => reopenLog(logFile, log));
  try {
    signals.warn(log);
    tellShortage(needs, files, log);
    const bounded = withinFiles(flags, files);
    const start = { flags: bounded, runtime, signals, listening, log };
    return await runServer(start) ? 0 : 1;
  } catch (error) {
    const hint = error instanceof StoreError ? error.hint : undefined;
    const why = errorText(error);
    const text = hint === undefined ? why : `${why}; ${hint}`;
    log.error("{text}", { text });
    if (flags.logfile !== "-") process.stderr.write(`oml2-server: ${text}\n`);
    return 1;
  } finally {
    logFile.close();
  }
}

/** Everybody may read it, and it has a password in it. */
function hideCommandLine(): void {
  process.title = "oml2-server";
}

function accountOf({ user, group }: ServerFlags): Account | undefined {
  return user === undefined ? undefined : findAccount(user, group);
}
