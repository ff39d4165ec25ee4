/**
 * Shows stored experiments until a signal arrives.
 *
 * @module
 */
import process from "node:process";
import { getLogger } from "@logtape/logtape";
import type { Archive } from "../../archive/archive.ts";
import type { Runtime } from "../../ports/runtime.ts";
import { HintError, textWithHint } from "../../shared/hint_error.ts";
import type { Log } from "../../shared/log.ts";
import { settlesWithin } from "../../shared/settles_within.ts";
import type { ViewFlags } from "../flags/view_flags.ts";
import { serveHttp } from "../http/serve_http.ts";
import { ShownPage } from "../http/page.ts";
import { LogFile } from "../log/log_file.ts";
import { Signals } from "../process/signals.ts";
import { CaptureSource } from "./capture_source.ts";
import { Messages } from "../captures/messages.ts";
import { openBrowser } from "./open_browser.ts";
import { openSources } from "./open_sources.ts";
import { findSources, type ViewSources } from "./view_sources.ts";

/** Warnings and errors. */
const LOG_LEVEL = 2;

/** Milliseconds that the start waits for the contents of capture files. */
const FIRST_LOOK_MS = 1_000;

/** What a view needs. */
interface View {
  readonly runtime: Runtime;
  readonly flags: ViewFlags;
  readonly messages: Messages;
  readonly log: Log;
  /** Resolves when it should end. */
  readonly stopped: Promise<unknown>;
}

/**
 * Serves the page until a signal arrives; returns the exit status.
 *
 * @throws {StartError} if a source can't be viewed.
 */
export async function view(
  runtime: Runtime,
  flags: ViewFlags,
): Promise<number> {
  const sources = findSources(flags.sources);
  // A URI may have a password, and every user can read the command line.
  if (sources.servers.length > 0) process.title = "oml2 view";
  const signals = new Signals(runtime);
  const hangUp = new Promise<void>((end) => signals.onHangUp(end));
  const stopped = Promise.race([signals.stop, hangUp]);
  const logFile = new LogFile({ path: "-", level: LOG_LEVEL, format: "text" });
  const log = getLogger(["oml2", "view"]);
  const messages = new Messages("oml2 view");
  try {
    await show(sources, { runtime, flags, messages, log, stopped });
    return 0;
  } catch (error) {
    if (!(error instanceof HintError)) throw error;
    messages.complain(textWithHint(error));
    return 1;
  } finally {
    messages.end();
    logFile.close();
  }
}

/** Opens everything, and closes it in the end. */
async function show(sources: ViewSources, view: View): Promise<void> {
  const { runtime } = view;
  const captures = await openCaptures(sources.captures, view);
  try {
    const others = captures === undefined ? [] : [captures.archive];
    const archive = await openSources(runtime, sources, others);
    try {
      await serve(archive, view);
    } finally {
      await archive.close();
    }
  } finally {
    await captures?.close();
  }
}

/**
 * Reads capture files; throws the error of one in which there is nothing to
 * view, if that is found at once.
 */
async function openCaptures(
  paths: readonly string[],
  { runtime, messages, log, stopped }: View,
): Promise<CaptureSource | undefined> {
  if (paths.length === 0) return undefined;
  const found = Promise.withResolvers<void>();
  let useless: unknown;
  let isFirstLook = true;
  const captures = await CaptureSource.open(paths, {
    ...{ runtime, log },
    failed: (file, error) => {
      if (!isFirstLook || file.counts.domains.size > 0) {
        return messages.complain(textWithHint(error));
      }
      useless ??= error;
      found.resolve();
    },
  });
  messages.watch(captures.files);
  const first = Promise.race([captures.caughtUp, stopped, found.promise]);
  await settlesWithin(first, FIRST_LOOK_MS);
  isFirstLook = false;
  if (useless === undefined) return captures;
  await captures.close();
  throw useless;
}

/** Serves the page until the view is stopped. */
async function serve(
  archive: Archive,
  { runtime, flags, messages, log, stopped }: View,
): Promise<void> {
  const http = await serveHttp(runtime, flags.http);
  const page = new ShownPage(http, {
    kind: "view",
    archive,
    findFault: () => Promise.resolve(undefined),
    log,
  });
  const { length } = await archive.experiments();
  const what = length === 1 ? "1 experiment" : `${length} experiments`;
  messages.print(`Viewing ${what} at ${http.url} — Ctrl-C ends`);
  if (flags.open) openBrowser(http.url, (why) => messages.complain(why));
  await stopped;
  await page.close();
}
