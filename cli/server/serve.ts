/**
 * The subcommand `server`: starts the server, and stops it on a signal.
 *
 * @module
 */
import process from "node:process";
import type { Runtime } from "../../ports/runtime.ts";
import { type Account, findAccount } from "../process/accounts.ts";
import { listenForClients } from "../access/listen_for_clients.ts";
import { openAccess } from "../access/open_access.ts";
import { openHttp } from "../http/open_http.ts";
import {
  openFilesLimit,
  shareFiles,
  tellShortage,
} from "../process/open_files.ts";
import { GROUP_READS, narrowModes } from "../process/file_modes.ts";
import { becomeUser } from "../process/privileges.ts";
import { runServer } from "./run_server.ts";
import { serverFileNeeds, withinFiles } from "./server_files.ts";
import type { ServerFlags } from "../flags/server_flags.ts";
import { Signals } from "../process/signals.ts";
import { withLog } from "../process/with_log.ts";

/** Runs the server until it is stopped; returns its exit status. */
export async function serve(
  runtime: Runtime,
  flags: ServerFlags,
): Promise<number> {
  if (flags.pgPlace.password !== undefined) hideCommandLine();
  narrowModes(GROUP_READS);
  const signals = new Signals(runtime);
  const account = accountOf(flags);
  const needs = serverFileNeeds(runtime, flags);
  const files = shareFiles(needs, openFilesLimit());
  const access = await openAccess(flags);
  const listening = listenForClients(runtime, flags, files.backlog, access);
  const http = openHttp(runtime, flags.http);
  await Promise.allSettled([listening, http]);
  // Root may listen on any port; everything opened from here on is the user's.
  if (account !== undefined) becomeUser(runtime, account);
  const program = { name: "oml2-server", category: "server", flags, signals };
  return await withLog(program, async (log) => {
    tellShortage(needs, files, log);
    const bounded = withinFiles(flags, files);
    return await runServer({
      flags: bounded,
      runtime,
      signals,
      listening,
      access,
      http,
      log,
    });
  });
}

/** Hides the password in the command line, which every user can read. */
function hideCommandLine(): void {
  process.title = "oml2-server";
}

function accountOf({ user, group }: ServerFlags): Account | undefined {
  return user === undefined ? undefined : findAccount(user, group);
}
