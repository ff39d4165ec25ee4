/**
 * Forces the streams of a spool to disk, all together.
 *
 * Each result file that is forced to disk costs two syncs, one for its journal.
 * While clients send little, their newest data therefore goes to one shared log
 * first, which needs one sync for all of them.
 *
 * @module
 */
import { ReadTurns } from "./read_turns.ts";
import type { Room } from "./room.ts";
import type { LogRecord, SharedLog } from "./shared_log.ts";
import type { SpoolDirectory } from "./spool_directory.ts";
import type { SpooledStream } from "./spooled_stream.ts";

/** Milliseconds between two looks at the directory while there are no streams. */
const IDLE_MS = 1_000;

/** Milliseconds after which result files have what was in the log. */
const LOG_MS = 5_000;

/** Streams forced to disk at a time. */
const SYNCS = 8;

/** What is forced to disk, and when. */
export interface RoundsContext {
  /** The streams. */
  readonly streams: ReadonlySet<SpooledStream>;
  /** Their directory. */
  readonly directory: SpoolDirectory;
  /** Is told when there is room again. */
  readonly room: Room;
  /** Milliseconds between two rounds. */
  readonly syncMs: number;
  /** The log; unset if it is not used. */
  readonly log: SharedLog | undefined;
  /** Bytes that the log may have. */
  readonly logBytes: number;
  /**
   * A stream can't be forced to disk; returns whether others may not be either.
   */
  readonly failed: (stream: SpooledStream, error: unknown) => boolean;
}

/** Runs a round every few milliseconds. */
export class SyncRounds {
  /** When clients that send little are read. */
  readonly turns: ReadTurns = new ReadTurns();
  readonly #context: RoundsContext;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isInRound = false;
  #last: Promise<void> = Promise.resolve();
  /** When result files had everything. */
  #writtenAt = performance.now();

  /** Forces `context.streams` to disk once started. */
  constructor(context: RoundsContext) {
    this.#context = context;
  }

  /** Starts. */
  start(): void {
    const { streams, syncMs } = this.#context;
    this.#timer = setTimeout(async () => {
      this.#isInRound = true;
      await this.turns.next();
      await this.#run(() => this.#round());
      this.#isInRound = false;
      if (this.#timer !== undefined) this.start();
    }, streams.size === 0 ? IDLE_MS : syncMs);
  }

  /** There is a stream again. */
  wake(): void {
    if (this.#timer === undefined || this.#isInRound) return;
    clearTimeout(this.#timer);
    this.start();
  }

  /** No more rounds begin. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /**
   * Forces all result files to disk, as far as possible; after that nothing of
   * the log is needed.
   */
  syncAll(): Promise<void> {
    return this.#run(() => this.#syncAll());
  }

  #run(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(work);
    return this.#last;
  }

  async #round(): Promise<void> {
    const { directory, room, log, logBytes } = this.#context;
    await directory.check();
    const isDue = performance.now() - this.#writtenAt >= LOG_MS;
    if (log === undefined || isDue || room.fault !== undefined) {
      return await this.#syncAll();
    }
    const { records, others } = this.#sort();
    const bytes = records.reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (!log.isSound || log.bytes + bytes > logBytes) {
      return await this.#syncAll();
    }
    if (records.length > 0 && !await this.#log(log, records)) {
      return await this.#syncAll();
    }
    if (!await this.#sync(others)) room.recover();
    room.changed();
  }

  /** What the log can make safe, and the streams for which it can't. */
  #sort(): {
    readonly records: readonly StreamRecord[];
    readonly others: readonly SpooledStream[];
  } {
    const records: StreamRecord[] = [];
    const others: SpooledStream[] = [];
    for (const stream of this.#context.streams) {
      if (!stream.dirty) continue;
      const record = stream.record();
      if (record === undefined) others.push(stream);
      else if (record.bytes.length > 0) records.push({ ...record, stream });
    }
    return { records, others };
  }

  /** Returns whether it could be written. */
  async #log(
    log: SharedLog,
    records: readonly StreamRecord[],
  ): Promise<boolean> {
    try {
      await log.append(records);
    } catch {
      // The result files may be writable; if not, that is logged.
      return false;
    }
    for (const { stream, from, bytes } of records) {
      stream.logged(from + bytes.length);
    }
    return true;
  }

  async #syncAll(): Promise<void> {
    const { streams, room, log } = this.#context;
    const dirty = [...streams].filter((stream) => stream.dirty);
    const hasFailed = await this.#sync(dirty);
    if (!hasFailed) {
      this.#writtenAt = performance.now();
      await log?.clear().catch(() => undefined);
      room.recover();
    }
    room.changed();
  }

  /** Returns whether any stream failed for a reason that others may share. */
  async #sync(dirty: readonly SpooledStream[]): Promise<boolean> {
    const left = dirty.values();
    let hasFailed = false;
    const work = async () => {
      for (const stream of left) {
        await stream.sync().catch((error) => {
          hasFailed = this.#context.failed(stream, error) || hasFailed;
        });
      }
    };
    const count = Math.min(SYNCS, dirty.length);
    await Promise.all(Array.from({ length: count }, work));
    return hasFailed;
  }
}

/** A record, and its stream. */
interface StreamRecord extends LogRecord {
  readonly stream: SpooledStream;
}
