/**
 * What one client has sent, in its result file.
 *
 * @module
 */
import { HeaderFinder } from "../scan/header_finder.ts";
import type { StreamHeader } from "../scan/stream_header.ts";
import type { SyncMode } from "../options.ts";
import { SerialQueue } from "../../shared/serial_queue.ts";
import { Delivery } from "./delivery.ts";
import type { FileHarm } from "./file_harm.ts";
import { ownPages, type PageSource } from "./pages.ts";
import type { LogRecord } from "./shared_log.ts";
import type { StreamFacts } from "./stream_facts.ts";
import { StreamFile } from "./stream_file.ts";
import { StreamJournal } from "./stream_journal.ts";
import {
  StreamFileError,
  throwIfDamaged,
  throwReadError,
} from "./stream_file_error.ts";

/** One stream; all offsets count bytes of the result file. */
export class SpooledStream {
  /** Its result file. */
  readonly path: string;
  /** Its name for the upstream server. */
  readonly id: string;
  /** When its client connected, in ms since 1970. */
  readonly begun: number;
  /** How much of it the upstream server has. */
  readonly delivery: Delivery;
  /** Bytes that were dropped because the spool was full. */
  dropped = 0;
  /** Called when there are more bytes, or when the client has disconnected. */
  grown: () => void = () => undefined;
  /** Called when more bytes are on disk. */
  synced: () => void = () => undefined;
  /** Called with what other programs have done to the file, once each. */
  harmed: (harm: FileHarm) => void = () => undefined;
  readonly #force: boolean;
  readonly #readOnly: boolean;
  readonly #file: StreamFile;
  readonly #journal: StreamJournal;
  readonly #syncing = new SerialQueue();
  readonly #finder = new HeaderFinder();
  #header: StreamHeader | undefined;
  #users = 0;
  #removed = false;
  #isStuck = false;
  #ended: number | undefined;

  /** The stream in the result file at `path`, which must exist. */
  constructor(
    path: string,
    facts: StreamFacts,
    sync: SyncMode | "read-only",
    pages: PageSource = ownPages(),
  ) {
    this.path = path;
    this.id = facts.id;
    this.begun = facts.begun;
    this.#force = sync !== "never";
    this.#readOnly = sync === "read-only";
    this.#file = StreamFile.of(path, facts, {
      readOnly: this.#readOnly,
      pages,
      harmed: (harm) => this.harmed(harm),
    });
    this.#header = facts.header;
    this.#ended = facts.ended;
    this.delivery = new Delivery(facts);
    this.#journal = new StreamJournal(this, facts, this.#force);
  }

  /** Bytes received. */
  get size(): number {
    return this.#file.size;
  }

  /** Bytes that are safe on disk, in the result file or in the shared log. */
  get forced(): number {
    return this.#journal.safe;
  }

  /**
   * Bytes that may be sent: those on disk, or all while the disk takes no more.
   */
  get sendable(): number {
    return this.#isStuck ? this.size : this.forced;
  }

  /** Bytes in memory only. */
  get pendingBytes(): number {
    return this.#file.pendingBytes;
  }

  /** Its headers; unset while they are incomplete. */
  get header(): StreamHeader | undefined {
    return this.#header;
  }

  /** The name that its client gave it in order to resume it. */
  get clientId(): string | undefined {
    return this.#header?.resume?.stream;
  }

  /** When its client disconnected; unset while it is connected. */
  get ended(): number | undefined {
    return this.#ended;
  }

  /**
   * Bytes that wait for the upstream server: none if that rejects the stream.
   */
  get waiting(): number {
    return this.delivery.waiting(this.size);
  }

  /** Appends bytes, which are copied. */
  append(bytes: Uint8Array): void {
    const headerBytes = this.appendHeader(bytes);
    if (headerBytes < bytes.length) this.#append(bytes.subarray(headerBytes));
  }

  /**
   * Appends only the bytes that belong to the headers; returns their number.
   * Headers that are too long count as a body from then on.
   */
  appendHeader(bytes: Uint8Array): number {
    const isBody = this.#header !== undefined || this.#finder.isDone;
    if (isBody || this.#removed) return 0;
    const header = this.#finder.push(bytes);
    const count = header === undefined ? bytes.length : header.size - this.size;
    if (header !== undefined) {
      this.#header = header;
      this.#journal.note({ kind: "header", bytes: header.size });
    }
    this.#append(bytes.subarray(0, count));
    return count;
  }

  #append(bytes: Uint8Array): void {
    if (this.#removed) return;
    this.#file.append(bytes);
    this.grown();
  }

  /**
   * The client has disconnected, for now, at that time of the spool's clock.
   */
  end(at: number): void {
    this.#ended = at;
    this.#journal.note({ kind: "ended", at });
    this.grown();
  }

  /** The client is back. */
  reopen(): void {
    this.#ended = undefined;
  }

  /** Keeps the file open until `release`. */
  retain(): void {
    this.#users++;
  }

  /**
   * Opens the file.
   *
   * @throws {StreamFileError} if another program damaged it.
   * @throws {StreamReadError} if it can't be opened at present.
   */
  open(): Promise<void> {
    return this.#guarded(this.#file.open()).catch(throwReadError);
  }

  /**
   * Forces everything to disk, unless `isKept` is false; the last user closes
   * the file.
   */
  async release(isKept = true): Promise<void> {
    this.#users--;
    if (isKept) await this.sync();
    await this.#syncing.run(async () => {
      if (this.#users === 0) await this.#suspend();
    });
  }

  /** Closes the file. */
  async close(): Promise<void> {
    await this.#file.close();
    await this.#journal.close();
  }

  /** Whether `sync` would do anything. */
  get dirty(): boolean {
    const { covered, hasNews } = this.#journal;
    if (this.#removed || this.#readOnly) return false;
    return covered < this.size || hasNews;
  }

  /**
   * What is not safe yet, for the shared log; `undefined` if that can't make it
   * safe.
   */
  record(): LogRecord | undefined {
    const { covered, hasNews } = this.#journal;
    if (covered === 0 || hasNews) return undefined;
    const bytes = this.#file.copyPending(this.forced);
    return bytes && { id: this.id, from: this.forced, bytes };
  }

  /** The shared log has the bytes up to `to`. */
  logged(to: number): void {
    this.#journal.logged(to);
    this.synced();
    this.grown();
  }

  /** Writes what is in memory to the file. */
  flush(): Promise<void> {
    return this.#guarded(this.#file.flush());
  }

  /** Writes everything, forces it to disk, then records it in the journal. */
  sync(): Promise<void> {
    return this.#syncing.run(async () => {
      try {
        if (this.dirty) await this.#guarded(this.#forceAll());
        this.#isStuck = false;
      } catch (error) {
        this.#isStuck = true;
        this.grown();
        throw error;
      }
    });
  }

  /**
   * Like `sync`, as far as possible: the spool logs what can't be written,
   * retries, and keeps it in memory meanwhile.
   *
   * @throws {StreamFileError} if another program damaged the file.
   */
  syncIfPossible(): Promise<void> {
    return this.sync().catch(throwIfDamaged);
  }

  /**
   * Reads bytes from `offset` on; returns their number. Throws as {@linkcode
   * SpooledStream.open} does.
   */
  read(buffer: Uint8Array, offset: number): Promise<number> {
    return this.#guarded(this.#file.read(buffer, offset))
      .catch(throwReadError);
  }

  /**
   * Removes the journal, as nothing is left to send; with `all` the file, too.
   */
  remove(all: boolean): Promise<void> {
    this.#removed = true;
    return this.#syncing.run(async () => {
      await this.close();
      await this.#journal.remove();
      if (all) await this.#file.remove();
    });
  }

  /** Closes the file if it can be opened again. */
  async #suspend(): Promise<void> {
    if (this.#removed) return await this.close();
    await this.#guarded(this.#file.suspend());
    await this.#journal.close();
  }

  /** Reports, once, that another program damaged the file. */
  async #guarded<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof StreamFileError && !this.#removed) {
        this.#removed = true;
        this.harmed({ kind: "damaged", error });
      }
      throw error;
    }
  }

  async #forceAll(): Promise<void> {
    await this.#file.flush();
    const range = this.#file.takeRange();
    if (range !== undefined) this.#journal.note(range);
    if (this.#force && this.#journal.hasRanges) await this.#file.force();
    await this.#journal.write();
    this.synced();
    this.grown();
  }
}
