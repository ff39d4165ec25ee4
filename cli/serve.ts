/**
 * The subcommand `server`: starts the server, and stops it on a signal.
 *
 * @module
 */
import process from "node:process";
import { getLogger } from "@logtape/logtape";
import { errorText } from "../ports/error_text.ts";
import type { Log } from "../ports/log.ts";
import type { Runtime } from "../ports/runtime.ts";
import { StoreError } from "../server/rows/store.ts";
import { type Account, findAccount } from "./accounts.ts";
import { listen } from "./listen.ts";
import { LogFile } from "./log/log_file.ts";
import { StartError } from "./options_error.ts";
import { becomeUser } from "./privileges.ts";
import { runServer } from "./run_server.ts";
import type { ServerFlags } from "./server_flags.ts";
import { Signals } from "./signals.ts";

/** Runs the server until it is told to stop; returns its exit status. */
export async function serve(
  runtime: Runtime,
  flags: ServerFlags,
): Promise<number> {
  if (flags.pgPass ?? flags.pgConnect) hideCommandLine();
  const signals = new Signals();
  const account = accountOf(flags);
  const listening = listen(runtime, flags);
  await Promise.allSettled([listening]);
  // Root may listen anywhere; whatever is opened from here on is the user's.
  if (account !== undefined) becomeUser(runtime, account);
  const logFile = openLog(flags);
  const log = getLogger(["oml2", "server"]);
  signals.onReopen(() => reopen(logFile, log));
  try {
    const start = { flags, runtime, signals, listening, log };
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

/** A log that can't be opened is said on stderr, and ends the start. */
function openLog(
  { logfile, debugLevel, logFormat }: ServerFlags,
): LogFile {
  try {
    return new LogFile({
      path: logfile,
      level: debugLevel,
      format: logFormat,
    });
  } catch (cause) {
    const why = errorText(cause);
    throw new StartError(
      `Cannot write the log ${logfile}: ${why}; choose another one with ` +
        "--logfile",
    );
  }
}

function reopen(logFile: LogFile, log: Log): void {
  try {
    logFile.reopen();
    log.info("SIGHUP: the log goes on here");
  } catch (error) {
    log.error(
      "Cannot reopen the log: {reason}; going on in the old file, correct " +
        "the permissions and send SIGHUP again",
      { reason: errorText(error) },
    );
  }
}
