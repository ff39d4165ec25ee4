/**
 * Surveys a capture file before anything of it is stored: the streams in it,
 * their headers, and what identifies them.
 *
 * @module
 */
import { createHash, type Hash } from "node:crypto";
import {
  type CaptureFault,
  CaptureSplitter,
} from "../codec/captures/capture_splitter.ts";
import type { SessionHeader } from "../codec/headers/session_header.ts";
import type { Limits } from "../codec/values/limits.ts";
import { readRange } from "./read_range.ts";
import type { OpenFile } from "./regular_file.ts";

/** The hash: few bytes, and none is as quick where the processor has it. */
const HASH = "sha256";

/** Hexadecimal digits of a digest that are kept: no accident finds another. */
const DIGITS = 32;

/** A stream of a file. */
export interface CaptureBlock {
  /** Where its headers begin in the file. */
  readonly from: number;
  /** Its headers. */
  readonly header: SessionHeader;
  /** Bytes of its headers. */
  readonly headerBytes: number;
  /** Bytes up to the end of its last complete message. */
  readonly size: number;
  /** Bytes of an incomplete message behind that, at the end of the file. */
  readonly tail: number;
  /** Digest of the headers. */
  readonly head: string;
  /** Digest of `size` bytes. */
  readonly digest: string;
}

/** The contents of a file. */
export interface Survey {
  /** The streams, in order. */
  readonly blocks: readonly CaptureBlock[];
  /** Headers that no server accepts: nothing behind them is read. */
  readonly fault: CaptureFault | undefined;
}

/**
 * Surveys the first `size` bytes of a file.
 *
 * @throws {CaptureError} if it is shorter.
 */
export async function survey(
  file: OpenFile,
  size: number,
  limits: Limits,
): Promise<Survey> {
  const surveyor = new Surveyor(limits);
  for await (const bytes of readRange(file, 0, size)) {
    surveyor.push(bytes);
    if (surveyor.fault !== undefined) break;
  }
  return surveyor.end();
}

/**
 * The digests of a stream's first bytes, for each of the `sizes`.
 *
 * @throws {CaptureError} if the file is shorter.
 */
export async function digestsOf(
  file: OpenFile,
  from: number,
  sizes: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const digests = new Map<number, string>();
  const hash = createHash(HASH);
  let at = 0;
  for (const size of sizes.toSorted((a, b) => a - b)) {
    for await (const bytes of readRange(file, from + at, from + size)) {
      hash.update(bytes);
    }
    at = size;
    digests.set(size, digestOf(hash));
  }
  return digests;
}

/** A stream whose end is not found yet. */
interface OpenBlock {
  readonly from: number;
  readonly hash: Hash;
  headers: Pick<CaptureBlock, "header" | "headerBytes" | "head"> | undefined;
  size: number;
}

class Surveyor {
  readonly #splitter: CaptureSplitter;
  readonly #blocks: CaptureBlock[] = [];
  #open: OpenBlock | undefined;

  constructor(limits: Limits) {
    this.#splitter = new CaptureSplitter({
      begin: (offset) => this.#begin(offset),
      header: (header, bytes) => this.#header(header, bytes),
      bytes: (bytes) => this.#bytes(bytes),
    }, limits);
  }

  get fault(): CaptureFault | undefined {
    return this.#splitter.fault;
  }

  push(bytes: Uint8Array): void {
    this.#splitter.push(bytes);
  }

  end(): Survey {
    // What is passed on now is complete, and stays so if the file grows.
    this.#splitter.idle();
    const last = this.#open;
    const complete = last && blockOf(last);
    if (this.fault === undefined) this.#splitter.end();
    if (last !== undefined && complete !== undefined && this.#open === last) {
      const tail = last.size - complete.size;
      this.#blocks.push({ ...complete, tail });
    } else this.#close();
    return { blocks: this.#blocks, fault: this.fault };
  }

  #begin(from: number): void {
    this.#close();
    const hash = createHash(HASH);
    this.#open = { from, hash, headers: undefined, size: 0 };
  }

  #header(header: SessionHeader, headerBytes: number): void {
    if (this.#open === undefined) return;
    const head = digestOf(this.#open.hash);
    this.#open.headers = { header, headerBytes, head };
  }

  #bytes(bytes: Uint8Array): void {
    if (this.#open === undefined) return;
    this.#open.hash.update(bytes);
    this.#open.size += bytes.length;
  }

  #close(): void {
    const block = this.#open && blockOf(this.#open);
    if (block !== undefined) this.#blocks.push(block);
    this.#open = undefined;
  }
}

/** The block as it is so far; none without complete headers. */
function blockOf(
  { from, headers, size, hash }: OpenBlock,
): CaptureBlock | undefined {
  return headers && { ...headers, from, size, tail: 0, digest: digestOf(hash) };
}

/** The digest so far. */
function digestOf(hash: Hash): string {
  return hash.copy().digest("hex").slice(0, DIGITS);
}
