/**
 * The streams that the upstream server has not stored yet.
 *
 * @module
 */
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { BufferPool } from "../../shared/buffer_pool.ts";
import { errorText } from "../../shared/error_text.ts";
import type { Log } from "../../shared/log.ts";
import type { SpoolOptions } from "../options.ts";
import { LEAST_PAGE, type PageSource } from "./pages.ts";
import type { ReadTurns } from "./read_turns.ts";
import { logHarm } from "./file_harm.ts";
import { recoverAll } from "./recover_all.ts";
import { ResultNames } from "./result_names.ts";
import { Room } from "./room.ts";
import { readSharedLog, SharedLog, sharedLogPath } from "./shared_log.ts";
import { SpoolClock } from "./spool_clock.ts";
import { SpoolDirectory } from "./spool_directory.ts";
import { SpooledStream } from "./spooled_stream.ts";
import type { StreamFacts } from "./stream_facts.ts";
import { SyncRounds } from "./sync_rounds.ts";
import { StreamFileError } from "./stream_file_error.ts";
import type { StreamSet } from "./stream_set.ts";

/** An eighth of the memory is for data to be written. */
const WRITE_SHARE = 8;

/**
 * Bytes that the shared log may have, as they are in memory, too; at most half
 * of what may be there.
 */
const LOG_BYTES = 1024 * 1024;

/** Stores streams in result files, within limits. */
export class Spool implements StreamSet {
  /** When clients connect and disconnect. */
  readonly clock: SpoolClock;
  /** How much more it accepts. */
  readonly room: Room;
  /** Called with a stream whose file was damaged, to disconnect its client. */
  damaged: (stream: SpooledStream) => void = () => undefined;
  readonly #options: SpoolOptions;
  readonly #log: Log;
  readonly #names: ResultNames;
  readonly #pages: PageSource;
  readonly #streams = new Set<SpooledStream>();
  /** Streams whose files can't be opened again. */
  readonly #unlinked = new WeakSet<SpooledStream>();
  #received = 0;
  /** Bytes dropped since the start. */
  dropped = 0;
  readonly #rounds: SyncRounds;
  readonly #sharedLog: SharedLog | undefined;

  private constructor(
    options: SpoolOptions,
    log: Log,
    names: ResultNames,
    clock: SpoolClock,
    sharedLog: SharedLog | undefined,
  ) {
    this.#options = options;
    this.#log = log;
    this.#names = names;
    this.#sharedLog = sharedLog;
    this.clock = clock;
    const memoryBytes = options.memoryBytes / WRITE_SHARE;
    this.#pages = {
      pageBytes: () => this.#pageBytes,
      buffers: new BufferPool(memoryBytes),
    };
    this.room = new Room({ ...options, memoryBytes }, log, () => ({
      pending: this.#pending,
      waiting: this.waiting,
    }));
    this.#rounds = new SyncRounds({
      streams: this.#streams,
      directory: new SpoolDirectory(dirname(options.resultFile), log),
      room: this.room,
      syncMs: options.syncMs,
      log: sharedLog,
      logBytes: Math.min(LOG_BYTES, memoryBytes / 2),
      failed: (stream, error) => this.#fail(stream, error),
    });
  }

  /** Opens the spool, with the streams of an earlier process. */
  static async open(options: SpoolOptions, log: Log): Promise<Spool> {
    const names = new ResultNames(options.resultFile);
    const logPath = sharedLogPath(options.resultFile);
    const { streams, areAll } = await recoverAll(
      names.journaled(),
      log,
      await readSharedLog(logPath),
    );
    // What belongs to a stream that can't be recovered now is kept.
    if (areAll) await rm(logPath, { force: true });
    const isUsed = areAll && options.sync === "interval";
    const sharedLog = isUsed ? new SharedLog(logPath) : undefined;
    const times = [...streams.values()].flatMap((
      { begun, ended = begun },
    ) => [begun, ended]);
    const clock = new SpoolClock(times.reduce((a, b) => Math.max(a, b), 0));
    const spool = new Spool(options, log, names, clock, sharedLog);
    // A client without a recorded end was disconnected when the proxy ended.
    const left = clock.now();
    for (const [path, facts] of streams) {
      spool.#add(path, { ...facts, ended: facts.ended ?? left });
    }
    spool.#rounds.start();
    return spool;
  }

  /** When clients that send little are read. */
  get turns(): ReadTurns {
    return this.#rounds.turns;
  }

  /** The streams that are not delivered yet. */
  get streams(): ReadonlySet<SpooledStream> {
    return this.#streams;
  }

  /** Bytes that wait for the upstream server. */
  get waiting(): number {
    let sum = 0;
    for (const stream of this.#streams) sum += stream.waiting;
    return sum;
  }

  /** Bytes in memory only. */
  get #pending(): number {
    let sum = 0;
    for (const stream of this.#streams) sum += stream.pendingBytes;
    return sum;
  }

  /**
   * Creates a stream for a client that connected at the time `begun`.
   *
   * @throws {Error} if no file can be created.
   */
  async create(begun: number): Promise<SpooledStream> {
    const { path, file } = await this.#names.create();
    const { ino: inode } = await file.stat();
    await file.close();
    const facts = { id: randomUUID(), begun, inode };
    return this.#add(path, facts);
  }

  /** Bytes received from clients since the start. */
  get received(): number {
    return this.#received;
  }

  /** An earlier stream to which its client gave the same name. */
  findEarlier(stream: SpooledStream): SpooledStream | undefined {
    const { clientId } = stream;
    if (clientId === undefined) return undefined;
    for (const other of this.#streams) {
      if (other === stream) break;
      if (other.clientId === clientId) return other;
    }
    return undefined;
  }

  /**
   * Whether a client asks to resume a stream under the name that it has here.
   */
  sends({ clientId }: SpooledStream): boolean {
    return clientId !== undefined &&
      [...this.#streams].some(({ id }) => id === clientId);
  }

  /** Removes a stream and its file: its data belongs to another stream. */
  async discard(stream: SpooledStream): Promise<void> {
    this.#streams.delete(stream);
    await stream.remove(true);
  }

  /** Removes a delivered stream. */
  async remove(stream: SpooledStream): Promise<void> {
    this.#streams.delete(stream);
    await stream.remove(this.#options.deleteReplayed);
    this.room.changed();
  }

  /**
   * Keeps a stream that the upstream server rejects, but no longer sends it.
   */
  async reject(stream: SpooledStream, reason: string): Promise<void> {
    stream.delivery.reject(reason);
    this.room.changed();
    await stream.syncIfPossible();
  }

  /** To be called when a stream has grown; a full page is written at once. */
  grew(stream: SpooledStream, bytes: number): void {
    this.#received += bytes;
    this.room.take(bytes);
    if (stream.pendingBytes < this.#pageBytes) return;
    stream.flush().then(
      () => this.room.changed(),
      (error) => this.#fail(stream, error),
    );
  }

  /** Forces everything to disk, as far as possible. */
  sync(): Promise<void> {
    return this.#rounds.syncAll();
  }

  /**
   * Closes the spool; logs what is lost, and resolves to false if anything is.
   */
  async close(): Promise<boolean> {
    this.#rounds.stop();
    await this.sync();
    let isComplete = true;
    for (const stream of this.#streams) {
      const lost = this.#bytesLost(stream);
      if (lost > 0) {
        this.#logLost(stream, lost);
        isComplete = false;
      }
      await stream.close();
    }
    // Otherwise the next process takes the rest from it.
    if (this.#sharedLog?.bytes === 0) await this.#sharedLog.remove();
    else await this.#sharedLog?.close();
    return isComplete;
  }

  #add(path: string, facts: StreamFacts): SpooledStream {
    const { sync } = this.#options;
    const stream = new SpooledStream(path, facts, sync, this.#pages);
    stream.harmed = (harm) => {
      logHarm(stream, harm, this.#log);
      if (harm.kind === "damaged") this.#drop(stream);
      if (harm.kind === "unlinked") this.#unlinked.add(stream);
    };
    this.#streams.add(stream);
    if (this.#streams.size === 1) this.#rounds.wake();
    return stream;
  }

  /** All streams have an equal share of the memory for data to be written. */
  get #pageBytes(): number {
    const { memoryBytes, pageBytes } = this.#options;
    const share = memoryBytes / WRITE_SHARE / this.#streams.size;
    return Math.max(LEAST_PAGE, Math.floor(Math.min(pageBytes, share)));
  }

  /** Whether other streams may not be writable either. */
  #fail({ path }: SpooledStream, error: unknown): boolean {
    if (error instanceof StreamFileError) return false;
    const fault = errorText(error);
    if (this.room.fault === undefined) {
      this.#log.error("{path}: can't be written: {fault}", { path, fault });
    }
    this.room.fail(fault);
    return true;
  }

  /** Drops a stream whose file was damaged; the others continue. */
  #drop(stream: SpooledStream): void {
    this.#streams.delete(stream);
    this.damaged(stream);
    this.room.changed();
  }

  /** Bytes that neither a server has nor a file that a later process finds. */
  #bytesLost(stream: SpooledStream): number {
    const { size, forced, delivery } = stream;
    const atRisk = this.#unlinked.has(stream) ? size : size - forced;
    return Math.max(0, Math.min(size - delivery.taken, atRisk));
  }

  #logLost(stream: SpooledStream, bytes: number): void {
    const fault = this.#unlinked.has(stream)
      ? "their file was removed"
      : `they can't be written: ${this.room.fault}`;
    this.#log.error("{path}: the last {bytes} bytes are lost, {fault}", {
      ...{ path: stream.path, bytes, fault },
    });
  }
}
