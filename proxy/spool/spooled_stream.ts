/**
 * What one client has sent, in its result file.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { type FileHandle, open, rm } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { HeaderBlock, HeaderEnd } from "../header_block.ts";
import type { SyncMode } from "../options.ts";
import { Turns } from "../turns.ts";
import { Journal } from "./journal.ts";
import type { DataFact, Fact } from "./journal_facts.ts";
import { journalPath } from "./result_names.ts";

/** What is known of a stream when it is opened. */
export interface StreamFacts {
  /** Names the stream for the upstream server, a UUID. */
  readonly id: string;
  /** When its client came, in ms since 1970. */
  readonly begun: number;
  /** When its client left; unset while it is there. */
  readonly ended?: number | undefined;
  /** Its headers; unset while they are not complete. */
  readonly header?: Uint8Array | undefined;
  /** Bytes on disk that are as they were sent. */
  readonly size?: number;
  /** What the upstream server has said it has stored, if it says so. */
  readonly acknowledged?: number | undefined;
  /** What a foreign server has taken. */
  readonly sent?: number;
}

/** One stream; all offsets count bytes of the result file. */
export class SpooledStream {
  /** Where it is. */
  readonly path: string;
  /** Names it for the upstream server. */
  readonly id: string;
  /** When its client came, in ms since 1970. */
  readonly begun: number;
  /** Bytes of its client that were dropped, as there was no room. */
  dropped = 0;
  /** Told when there are more bytes, or no more will come. */
  grown: () => void = () => undefined;
  /** Told when more bytes are on disk. */
  kept: () => void = () => undefined;
  readonly #force: boolean;
  readonly #readOnly: boolean;
  readonly #journal: Journal;
  readonly #writing = new Turns();
  readonly #syncing = new Turns();
  readonly #headerEnd = new HeaderEnd();
  #file: FileHandle | undefined;
  #users = 0;
  #removed = false;
  #pending: Uint8Array[] = [];
  #size: number;
  #written: number;
  #forced: number;
  /** CRC-32 of the bytes on file that no data fact speaks of yet. */
  #crc = 0;
  #crcFrom: number;
  /** Facts of bytes that are not in the journal yet. */
  #unsaid: DataFact[] = [];
  /** The last one that is. */
  #said: DataFact;
  /** Facts for the journal that can wait for its next line. */
  #facts: Fact[] = [];
  #header: Uint8Array | undefined;
  #clientId: string | undefined;
  #ended: number | undefined;
  #acknowledged: number | undefined;
  #sent: number;

  /** The stream in the result file at `path`, which must exist. */
  constructor(
    path: string,
    facts: StreamFacts,
    sync: SyncMode | "read-only",
  ) {
    const { size = 0 } = facts;
    this.path = path;
    this.id = facts.id;
    this.begun = facts.begun;
    this.#force = sync !== "never";
    this.#readOnly = sync === "read-only";
    this.#journal = new Journal(journalPath(path), this.#force);
    this.#size =
      this.#written =
      this.#forced =
      this.#crcFrom =
        size;
    this.#said = { kind: "data", from: size, to: size, crc: 0 };
    this.#setHeader(facts.header);
    this.#ended = facts.ended;
    this.#acknowledged = facts.acknowledged;
    this.#sent = facts.sent ?? 0;
  }

  /** Bytes received. */
  get size(): number {
    return this.#size;
  }

  /** Bytes on disk, as the journal says. */
  get forced(): number {
    return this.#forced;
  }

  /** Bytes received that are in memory only. */
  get pendingBytes(): number {
    return this.#size - this.#written;
  }

  /** Its headers; unset while they are not complete. */
  get header(): Uint8Array | undefined {
    return this.#header;
  }

  /** The name that its client has given it, so that it may resume it. */
  get clientId(): string | undefined {
    return this.#clientId;
  }

  /** When its client left; unset while it is there. */
  get ended(): number | undefined {
    return this.#ended;
  }

  /** What the upstream server has said it has stored, if it says so. */
  get acknowledged(): number | undefined {
    return this.#acknowledged;
  }

  /** What a foreign server has taken. */
  get sent(): number {
    return this.#sent;
  }

  /** Bytes that wait for the upstream server. */
  get waiting(): number {
    const gone = Math.max(this.#acknowledged ?? 0, this.#sent);
    return Math.max(0, this.#size - gone);
  }

  /** Takes what the client has sent; the bytes are copied. */
  append(bytes: Uint8Array): void {
    if (this.#header === undefined) this.#findHeader(bytes);
    this.#pending.push(bytes.slice());
    this.#size += bytes.length;
    this.grown();
  }

  /** The client has left, for now. */
  end(): void {
    this.#ended = Date.now();
    this.#facts.push({ kind: "ended", at: this.#ended });
    this.grown();
  }

  /** The client is back. */
  reopen(): void {
    this.#ended = undefined;
  }

  /** The upstream server has stored so many bytes. */
  acknowledge(offset: number): void {
    if (offset === this.#acknowledged) return;
    this.#acknowledged = offset;
    this.#facts = this.#facts.filter(({ kind }) => kind !== "acknowledged");
    this.#facts.push({ kind: "acknowledged", offset });
  }

  /** A foreign server has taken so many bytes; on disk when this resolves. */
  async confirmSent(offset: number): Promise<void> {
    this.#sent = offset;
    this.#facts.push({ kind: "sent", offset });
    await this.sync();
  }

  /** Keeps the file open until `release`. */
  retain(): void {
    this.#users++;
  }

  /** Forces what there is to disk; the last user closes the file. */
  async release(): Promise<void> {
    this.#users--;
    if (this.#users > 0) return;
    await this.sync();
    await this.close();
  }

  /** Lets go of the file; who needs it later opens it again. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
    await this.#journal.close();
  }

  /** Whether `sync` would do anything. */
  get dirty(): boolean {
    const news = this.#forced < this.#size || this.#facts.length > 0;
    return news && !this.#removed && !this.#readOnly;
  }

  /** Writes what waits in memory to the file. */
  flush(): Promise<void> {
    return this.#writing.run(() => this.#flush());
  }

  /** Writes what there is, forces it to disk, then lets the journal say so. */
  sync(): Promise<void> {
    return this.#syncing.run(async () => {
      if (this.dirty) await this.#forceAll();
    });
  }

  /** Reads bytes from `offset` on; returns how many there were. */
  async read(buffer: Uint8Array, offset: number): Promise<number> {
    if (offset + buffer.length > this.#written) {
      // Where nothing can be written now, the spool has said so.
      await this.flush().catch(() => undefined);
    }
    const file = await this.#open();
    const length = Math.min(buffer.length, this.#written - offset);
    if (length <= 0) return 0;
    return (await file.read(buffer, 0, length, offset)).bytesRead;
  }

  /** Nothing of it waits any more: the journal goes, the file if `all`. */
  remove(all: boolean): Promise<void> {
    this.#removed = true;
    return this.#syncing.run(async () => {
      await this.close();
      await this.#journal.remove();
      if (all) await rm(this.path, { force: true });
    });
  }

  async #open(): Promise<FileHandle> {
    return this.#file ??= await open(this.path, this.#readOnly ? "r" : "r+");
  }

  #findHeader(bytes: Uint8Array): void {
    this.#setHeader(this.#headerEnd.push(bytes));
    if (this.#header === undefined) return;
    this.#facts.push({ kind: "header", bytes: this.#header.length });
  }

  #setHeader(header: Uint8Array | undefined): void {
    this.#header = header;
    this.#clientId = header && new HeaderBlock(header).resume?.stream;
  }

  async #flush(): Promise<void> {
    const file = await this.#open();
    while (this.#pending.length > 0) {
      const block = this.#pending.length === 1
        ? this.#pending[0]
        : Buffer.concat(this.#pending);
      // Kept until it is written: a full disk may have room again later.
      this.#pending = [block];
      await this.#writeAll(file, block);
      this.#pending.shift();
      this.#crc = crc32(block, this.#crc);
      this.#written += block.length;
    }
  }

  async #writeAll(file: FileHandle, block: Uint8Array): Promise<void> {
    let done = 0;
    while (done < block.length) {
      const at = this.#written + done;
      const { bytesWritten } = await file.write(block, done, undefined, at);
      done += bytesWritten;
    }
  }

  async #forceAll(): Promise<void> {
    await this.flush();
    if (this.#written > this.#crcFrom) {
      const [from, to] = [this.#crcFrom, this.#written];
      this.#unsaid.push({ kind: "data", from, to, crc: this.#crc });
      this.#crcFrom = to;
      this.#crc = 0;
      if (this.#force) await (await this.#open()).datasync();
    }
    const data = this.#unsaid;
    const facts = this.#facts;
    await this.#journal.append([...data, ...facts], () => this.#allFacts());
    this.#unsaid = this.#unsaid.slice(data.length);
    this.#facts = this.#facts.filter((fact) => !facts.includes(fact));
    this.#said = data.at(-1) ?? this.#said;
    this.#forced = this.#said.to;
    this.kept();
  }

  /** What a new journal must hold. */
  #allFacts(): Fact[] {
    const { id, begun } = this;
    const facts: Fact[] = [{ kind: "stream", id, begun }];
    const add = (fact: Fact, value: number | undefined) => {
      if (value !== undefined) facts.push(fact);
    };
    const headerBytes = this.#header?.length;
    add({ kind: "header", bytes: headerBytes ?? 0 }, headerBytes);
    facts.push(this.#said, ...this.#unsaid);
    add({ kind: "ended", at: this.#ended ?? 0 }, this.#ended);
    const acknowledged = this.#acknowledged ?? 0;
    add({ kind: "acknowledged", offset: acknowledged }, this.#acknowledged);
    facts.push({ kind: "sent", offset: this.#sent });
    return facts;
  }
}
