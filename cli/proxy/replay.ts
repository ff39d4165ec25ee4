/**
 * Sends result files, and shows the progress.
 *
 * @module
 */
import process from "node:process";
import { getLogger } from "@logtape/logtape";
import type { Log } from "../../shared/log.ts";
import type { Runtime } from "../../ports/runtime.ts";
import {
  DEFAULT_PROXY_OPTIONS,
  type ReplayOptions,
} from "../../proxy/options.ts";
import { SavedFiles } from "../../proxy/spool/saved_files.ts";
import { firstName } from "../../proxy/spool/result_names.ts";
import type { ProcessLock } from "../../shared/process_lock.ts";
import { textWithHint } from "../../shared/hint_error.ts";
import { SpoolError } from "../../proxy/spool/spool_error.ts";
import type { SpooledStream } from "../../proxy/spool/spooled_stream.ts";
import { isSpool, lockSpool } from "../../proxy/spool/spool_lock.ts";
import { Replays } from "../../proxy/upstream/replays.ts";
import { Upstream } from "../../proxy/upstream/upstream.ts";
import { LogFile } from "../log/log_file.ts";
import { ProgressLine } from "../process/progress_line.ts";
import { progressText } from "./progress_text.ts";
import { say } from "../process/say.ts";
import { Signals } from "../process/signals.ts";

/** Warnings and errors. */
const LOG_LEVEL = 2;

/** What to send, and where. */
export interface ReplayFlags {
  /** The files. */
  readonly files: readonly string[];
  /** The server. */
  readonly server: Pick<
    ReplayOptions,
    "host" | "port" | "tls" | "resumeHeader" | "bytesPerSecond"
  >;
}

/** Sends the files; returns the exit status: 0 only if the server took all. */
export async function replay(
  runtime: Runtime,
  flags: ReplayFlags,
): Promise<number> {
  const signals = new Signals(runtime);
  const logFile = new LogFile({ path: "-", level: LOG_LEVEL, format: "text" });
  const locks: ProcessLock[] = [];
  try {
    // A proxy may still be using files that it has written.
    const names = new Set(flags.files.map(firstName));
    for (const name of [...names].filter(isSpool)) {
      locks.push(lockSpool(name, process.pid));
    }
    return await send(runtime, flags, signals, getLogger(["oml2", "replay"]));
  } catch (error) {
    if (!(error instanceof SpoolError)) throw error;
    say(process.stderr, `oml2 replay: ${textWithHint(error)}\n`);
    return 1;
  } finally {
    for (const lock of locks) lock.release();
    logFile.close();
  }
}

async function send(
  runtime: Runtime,
  { files, server }: ReplayFlags,
  signals: Signals,
  log: Log,
): Promise<number> {
  const options = { ...DEFAULT_PROXY_OPTIONS.replay, ...server };
  const saved = await SavedFiles.open(files, log);
  for (const { path, fault } of saved.faults) {
    say(process.stderr, `oml2 replay: ${path}: ${fault}; nothing of it sent\n`);
  }
  if (saved.streams.size === 0) return 1;
  const drained = Promise.withResolvers<boolean>();
  let rejected = saved.faults.length;
  const replays = new Replays({
    upstream: new Upstream(runtime, options, log),
    options,
    spool: saved,
    spoolOptions: DEFAULT_PROXY_OPTIONS.spool,
    log,
    drained: () => drained.resolve(true),
    finished: (stream) => {
      if (stream.delivery.rejected !== undefined) rejected++;
      progress.clear();
      say(process.stdout, `${saved.nameOf(stream)}: ${outcome(stream)}\n`);
    },
  });
  const progress = new ProgressLine(
    process.stderr,
    () => progressText(replays.progress),
  );
  replays.resume();
  const stopped = signals.stop.then(() => false);
  const isDone = await Promise.race([drained.promise, stopped]);
  progress.end();
  await replays.close();
  if (isDone) return rejected === 0 ? 0 : 1;
  say(
    process.stderr,
    "oml2 replay: stopped; run it again with the same files to continue\n",
  );
  return 1;
}

function outcome({ size, delivery }: SpooledStream): string {
  const { rejected, acknowledged } = delivery;
  if (rejected !== undefined) return `rejected by the server: ${rejected}`;
  return `${size} bytes ${acknowledged === undefined ? "sent" : "stored"}`;
}
