/**
 * Checks a result file before any of it is sent.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { FileHandle } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { CaptureSplitter } from "../../codec/captures/capture_splitter.ts";
import { explainPacked } from "../../codec/captures/packed.ts";
import { DEFAULT_LIMITS } from "../../codec/values/limits.ts";
import { countLines } from "../../shared/count_lines.ts";
import { HeaderFinder } from "../scan/header_finder.ts";
import type { StreamHeader } from "../scan/stream_header.ts";

/** Bytes read at a time. */
const BLOCK = 256 * 1024;

/** A stream of a file. */
export interface SavedStream {
  /** Where it begins in the file. */
  readonly from: number;
  /** Its size. */
  readonly size: number;
  /** Its CRC-32. */
  readonly crc: number;
  /** Its headers. */
  readonly header: StreamHeader | undefined;
}

/** The contents of a file. */
export interface SavedContent {
  /** Its streams, one for each time that it was appended to. */
  readonly streams: readonly SavedStream[];
  /** Why servers reject it, with the line; unset if they do not. */
  readonly fault: string | undefined;
}

/** Reads and checks a whole file. */
export async function inspectFile(file: FileHandle): Promise<SavedContent> {
  const streams: SavedStream[] = [];
  const firstBytes = Buffer.alloc(16);
  await file.read(firstBytes, 0, firstBytes.length, 0);
  const packed = explainPacked(firstBytes);
  if (packed !== undefined) return { streams, fault: packed };
  let finder = new HeaderFinder();
  const splitter = new CaptureSplitter({
    begin: (from) => {
      streams.push({ from, size: 0, crc: 0, header: undefined });
      finder = new HeaderFinder();
    },
    bytes: (bytes) => {
      const stream = streams.pop();
      if (stream === undefined) throw new TypeError("No stream has begun");
      const size = stream.size + bytes.length;
      const header = stream.header ?? finder.push(bytes);
      const crc = crc32(bytes, stream.crc);
      streams.push({ from: stream.from, size, crc, header });
    },
  }, DEFAULT_LIMITS);
  const block = new Uint8Array(BLOCK);
  for (let at = 0;;) {
    const { bytesRead } = await file.read(block, 0, block.length, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    splitter.push(block.subarray(0, bytesRead));
    if (splitter.fault !== undefined) break;
  }
  splitter.end();
  if (streams.length === 0) return { streams, fault: "it is empty" };
  const { fault } = splitter;
  if (fault === undefined) return { streams, fault };
  const line = await countLines(file, fault.offset);
  return { streams, fault: `line ${line}: ${fault.error.message}` };
}
