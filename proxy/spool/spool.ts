/**
 * All that clients have sent, and that the upstream server has not stored yet.
 *
 * @module
 */
import { randomUUID } from "node:crypto";
import { BufferPool } from "../../ports/buffer_pool.ts";
import { errorText } from "../../ports/error_text.ts";
import type { Log } from "../../ports/log.ts";
import type { SpoolOptions } from "../options.ts";
import { unlessAborted } from "../unless_aborted.ts";
import { LEAST_PAGE, type PageSource } from "./pages.ts";
import { recover } from "./recover.ts";
import { ResultNames } from "./result_names.ts";
import { SpoolClock } from "./spool_clock.ts";
import { SpooledStream, type StreamFacts } from "./spooled_stream.ts";
import type { StreamSet } from "./stream_set.ts";

/** An eighth of the memory is for what is to be written. */
const WRITE_SHARE = 8;

/** The share of a bounded disk that must be free again after it was full. */
const ROOM_SHARE = 0.1;

/** Streams that are forced to disk at once. */
const SYNCS = 8;

/** Keeps streams in result files, within bounds. */
export class Spool implements StreamSet {
  /** When clients come and leave. */
  readonly clock: SpoolClock;
  readonly #options: SpoolOptions;
  readonly #log: Log;
  readonly #names: ResultNames;
  readonly #pages: PageSource;
  readonly #streams = new Set<SpooledStream>();
  #waiters: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #round: Promise<void> = Promise.resolve();
  /** Why nothing can be written at present. */
  #fault: string | undefined;
  #isFull = false;
  #isCrowded = false;
  #isDraining = false;
  /** Bytes that clients may send before it must be looked for room again. */
  #margin = 0;

  private constructor(
    options: SpoolOptions,
    log: Log,
    names: ResultNames,
    clock: SpoolClock,
  ) {
    this.#options = options;
    this.#log = log;
    this.#names = names;
    this.clock = clock;
    this.#pages = {
      pageBytes: () => this.#pageBytes,
      buffers: new BufferPool(options.memoryBytes / WRITE_SHARE),
    };
  }

  /** Opens the spool, with what an earlier proxy has left in it. */
  static async open(options: SpoolOptions, log: Log): Promise<Spool> {
    const names = new ResultNames(options.resultFile);
    const found = new Map<string, StreamFacts>();
    for (const path of names.journaled()) {
      const facts = await recoverStream(path, log);
      if (facts !== undefined) found.set(path, facts);
    }
    const times = [...found.values()].flatMap((
      { begun, ended = begun },
    ) => [begun, ended]);
    const clock = new SpoolClock(times.reduce((a, b) => Math.max(a, b), 0));
    const spool = new Spool(options, log, names, clock);
    // The clients of those that have no end were cut off by the proxy's.
    const left = clock.now();
    for (const [path, facts] of found) {
      spool.#add(path, { ...facts, ended: facts.ended ?? left });
    }
    spool.#schedule();
    return spool;
  }

  /** The streams that are of concern still. */
  get streams(): ReadonlySet<SpooledStream> {
    return this.#streams;
  }

  /** Bytes that wait for the upstream server. */
  get waiting(): number {
    let sum = 0;
    for (const stream of this.#streams) sum += stream.waiting;
    return sum;
  }

  /** Whether no more should be taken from clients. */
  get full(): boolean {
    if (this.#margin <= 0) this.#look();
    return this.#isFull;
  }

  /**
   * A new stream, of a client that came at the time `begun`.
   *
   * @throws {Error} if no file can be made.
   */
  async create(begun: number): Promise<SpooledStream> {
    const { path, file } = await this.#names.create();
    await file.close();
    const facts = { id: randomUUID(), begun };
    return this.#add(path, facts);
  }

  /** Another stream that is called as this one by its client. */
  findEarlier(stream: SpooledStream): SpooledStream | undefined {
    const { clientId } = stream;
    if (clientId === undefined) return undefined;
    return [...this.#streams].find((other) =>
      other !== stream && other.clientId === clientId
    );
  }

  /** Removes a stream, with its file: what was in it belongs to another. */
  async discard(stream: SpooledStream): Promise<void> {
    this.#streams.delete(stream);
    await stream.remove(true);
  }

  /** Forgets a stream that is of no more concern. */
  async remove(stream: SpooledStream): Promise<void> {
    this.#streams.delete(stream);
    await stream.remove(this.#options.deleteReplayed);
    this.#wake();
  }

  /** Keeps a stream, but no longer for the upstream server, which refuses it. */
  async refuse(stream: SpooledStream, reason: string): Promise<void> {
    stream.delivery.refuse(reason);
    this.#wake();
    await stream.sync();
  }

  /** To be called when a stream has grown; a full page is written at once. */
  grew(stream: SpooledStream, bytes: number): void {
    this.#margin -= bytes;
    if (stream.pendingBytes < this.#pageBytes) return;
    stream.flush().then(
      () => this.#wake(),
      (error) => this.#fail(stream, error),
    );
  }

  /**
   * Resolves when there is room in memory, and on disk if `disk`, or as soon as
   * nobody waits for it any more.
   */
  async room(disk: boolean, abandon: AbortSignal): Promise<void> {
    while (this.#margin <= 0 && !abandon.aborted) {
      this.#look();
      if (!this.#isCrowded && !(disk && this.#isFull)) return;
      await this.#woken(abandon);
    }
  }

  /** What has come already is kept, whatever may wait for the server. */
  drain(): void {
    this.#isDraining = true;
    this.#wake();
  }

  /** Forces all there is to disk, as far as that can be done. */
  sync(): Promise<void> {
    this.#round = this.#round.then(() => this.#syncAll());
    return this.#round;
  }

  /** Ends the spool; says what could not be written, and whether all was. */
  async close(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.sync();
    let isComplete = true;
    for (const stream of this.#streams) {
      if (stream.forced < stream.size) {
        this.#tellLost(stream);
        isComplete = false;
      }
      await stream.close();
    }
    return isComplete;
  }

  /** Sums up anew how much room there is. */
  #look(): void {
    const { memoryBytes } = this.#options;
    const maxBytes = this.#isDraining ? Infinity : this.#options.maxBytes;
    let memory = memoryBytes / WRITE_SHARE;
    for (const { pendingBytes } of this.#streams) memory -= pendingBytes;
    const disk = this.#fault === undefined ? maxBytes - this.waiting : -1;
    // Once full, it must be well below the bound: not full again at once.
    const wasBounded = this.#isFull && maxBytes < Infinity;
    const isFull = disk <= (wasBounded ? maxBytes * ROOM_SHARE : 0);
    this.#isCrowded = memory <= 0;
    this.#margin = isFull ? 0 : Math.min(memory, disk);
    if (this.#isFull !== isFull) this.#tellFull(isFull);
  }

  #add(path: string, facts: StreamFacts): SpooledStream {
    const { sync } = this.#options;
    const stream = new SpooledStream(path, facts, sync, this.#pages);
    this.#streams.add(stream);
    return stream;
  }

  /** All streams have an equal share of the memory for what is to be written. */
  get #pageBytes(): number {
    const { memoryBytes, pageBytes } = this.#options;
    const share = memoryBytes / WRITE_SHARE / this.#streams.size;
    return Math.max(LEAST_PAGE, Math.floor(Math.min(pageBytes, share)));
  }

  #schedule(): void {
    this.#timer = setTimeout(async () => {
      await this.sync();
      if (this.#timer !== undefined) this.#schedule();
    }, this.#options.syncMs);
  }

  async #syncAll(): Promise<void> {
    const dirty = [...this.#streams].filter((stream) => stream.dirty).values();
    let failed = false;
    const work = async () => {
      for (const stream of dirty) {
        await stream.sync().catch((error) => {
          failed = true;
          this.#fail(stream, error);
        });
      }
    };
    await Promise.all(Array.from({ length: SYNCS }, work));
    if (!failed) this.#fault = undefined;
    if (this.#isFull) this.#look();
    this.#wake();
  }

  #fail({ path }: SpooledStream, error: unknown): void {
    const fault = errorText(error);
    if (this.#fault === undefined) {
      this.#log.error("{path}: can't be written: {fault}", { path, fault });
    }
    this.#fault = fault;
    this.#margin = 0;
  }

  #tellLost({ path, size, forced }: SpooledStream): void {
    this.#log.error(
      "{path}: the last {bytes} bytes are lost, they can't be written: {fault}",
      { path, bytes: size - forced, fault: this.#fault },
    );
  }

  #tellFull(full: boolean): void {
    this.#isFull = full;
    const { policy } = this.#options;
    if (!full) this.#log.info("the spool has room again");
    else if (policy === "block") {
      this.#log.warn("the spool is full; clients wait until there is room");
    } else {
      this.#log.warn("the spool is full; what clients send now is dropped");
    }
  }

  /** Resolves at the next call of `#wake`, or when `abandon` is aborted. */
  #woken(abandon: AbortSignal): Promise<void> {
    const woken = new Promise<void>((wake) => this.#waiters.push(wake));
    return unlessAborted(woken, abandon);
  }

  #wake(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }
}

async function recoverStream(
  path: string,
  log: Log,
): Promise<StreamFacts | undefined> {
  try {
    const facts = await recover(path, log);
    if (facts === undefined) {
      log.warn("{path}: its journal can't be read; left as it is", { path });
    }
    return facts;
  } catch (error) {
    log.error("{path}: can't be recovered, left as it is: {reason}", {
      path,
      reason: errorText(error),
    });
    return undefined;
  }
}
