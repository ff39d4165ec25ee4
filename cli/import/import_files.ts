/**
 * Imports capture files, until they end or a signal arrives.
 *
 * @module
 */
import process from "node:process";
import { getLogger } from "@logtape/logtape";
import { CaptureImport } from "../../captures/capture_import.ts";
import type { FileResult } from "../../captures/import_types.ts";
import type { Runtime } from "../../ports/runtime.ts";
import { Experiments } from "../../server/experiments/experiments.ts";
import { StoreError } from "../../server/rows/store.ts";
import { StreamLog } from "../../server/sessions/stream_log.ts";
import { BufferPool } from "../../shared/buffer_pool.ts";
import { HintError, textWithHint } from "../../shared/hint_error.ts";
import type { Log } from "../../shared/log.ts";
import { LockedError } from "../../shared/process_lock.ts";
import type { ImportFlags } from "../flags/import_flags.ts";
import { LogFile } from "../log/log_file.ts";
import { Signals } from "../process/signals.ts";
import { collectOptions } from "../server/server_options.ts";
import { openStorage } from "../server/storage.ts";
import type { Storage, StorageContext } from "../server/storage_types.ts";
import { fileText } from "./file_text.ts";
import { Messages } from "../captures/messages.ts";

/** Warnings and errors. */
const LOG_LEVEL = 2;

/** Bytes of spare memory kept for the next batches. */
const SPARE_BYTES = 24 * 1024 * 1024;

/** Milliseconds that a stop waits for a locked database or a full disk. */
const PATIENCE_MS = 5_000;

/** What an import needs. */
interface Start {
  readonly runtime: Runtime;
  readonly flags: ImportFlags;
  readonly messages: Messages;
  readonly log: Log;
  /** Aborted by a signal. */
  readonly stop: AbortSignal;
}

/** Imports files; returns the exit status: 0 only if all are stored. */
export async function importFiles(
  runtime: Runtime,
  flags: ImportFlags,
): Promise<number> {
  // Every user can read the command line.
  if (flags.pgPlace.password !== undefined) process.title = "oml2 import";
  const stop = new AbortController();
  new Signals(runtime).stop.then(() => stop.abort());
  const logFile = new LogFile({ path: "-", level: LOG_LEVEL, format: "text" });
  const log = getLogger(["oml2", "import"]);
  const messages = new Messages("oml2 import");
  try {
    const start = { runtime, flags, messages, log, stop: stop.signal };
    return await run(start) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof HintError)) throw error;
    messages.complain(textWithHint(error));
    return 1;
  } finally {
    messages.end();
    logFile.close();
  }
}

/** Returns whether all files are stored. */
async function run(start: Start): Promise<boolean> {
  const { runtime, flags, messages, log, stop } = start;
  const abandon = new AbortController();
  const buffers = new BufferPool(SPARE_BYTES);
  const context = { runtime, buffers, abandon: abandon.signal, log };
  const storage = await open(flags, context);
  let impatience: ReturnType<typeof setTimeout> | undefined;
  stop.addEventListener("abort", () => {
    impatience = setTimeout(() => abandon.abort(), PATIENCE_MS);
  });
  try {
    const { limits, collect } = collectOptions(flags);
    const { again, domain, files: paths } = flags;
    const files = new CaptureImport({
      experiments: new Experiments(storage.store, collect, { log, buffers }),
      limits,
      again,
      domain,
      report: (path, header) => {
        const stream = new StreamLog(log, () => path);
        stream.ready(header);
        return stream;
      },
    });
    messages.watch(files);
    const left = new Set(paths.keys());
    let hasFaults = false;
    await files.run(paths, stop, (result, i) => {
      tell(result, messages);
      if (result.faults.length > 0) hasFaults = true;
      if (result.isWhole || !stop.aborted) left.delete(i);
    });
    if (left.size > 0) {
      messages.complain(stoppedText(paths, [...left]));
    }
    if (storage.isStuck) runtime.endAtOnce(1);
    return !hasFaults && left.size === 0;
  } finally {
    clearTimeout(impatience);
    await storage.close();
  }
}

/** How to go on with the files that are left. */
function stoppedText(
  paths: readonly string[],
  left: readonly number[],
): string {
  const [first] = left;
  const isRest = left.length > 1 && first + left.length === paths.length;
  const files = isRest
    ? `${paths[first]} and the files after it`
    : left.map((i) => paths[i]).join(" ");
  return `stopped; run it again with ${files} to go on`;
}

/** Opens the storage; a running server is no reason to stop it. */
async function open(
  flags: ImportFlags,
  context: StorageContext,
): Promise<Storage> {
  try {
    return await openStorage(flags, context);
  } catch (cause) {
    const isLocked = cause instanceof StoreError &&
      cause.cause instanceof LockedError;
    if (!isLocked) throw cause;
    throw new StoreError(cause.message, {
      cause,
      hint: "send the files to it, by oml2 replay FILE... --to HOST:PORT, or " +
        "stop it",
    });
  }
}

function tell(result: FileResult, messages: Messages): void {
  const { streams, known, faults } = result;
  if (streams > known) messages.print(fileText(result));
  for (const fault of faults) messages.complain(textWithHint(fault));
}
