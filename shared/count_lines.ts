/**
 * Finds the line of an offset in a file.
 *
 * @module
 */
import type { FileHandle } from "node:fs/promises";

/** Bytes read at a time. */
const BLOCK = 256 * 1024;

const NEWLINE = 0x0a;

/** The number of lines up to `offset`, including an incomplete one. */
export async function countLines(
  file: FileHandle,
  offset: number,
): Promise<number> {
  const block = new Uint8Array(BLOCK);
  let lines = 0;
  let isCut = false;
  for (let at = 0; at < offset;) {
    const length = Math.min(block.length, offset - at);
    const { bytesRead } = await file.read(block, 0, length, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    const bytes = block.subarray(0, bytesRead);
    for (let i = bytes.indexOf(NEWLINE); i >= 0;) {
      lines++;
      i = bytes.indexOf(NEWLINE, i + 1);
    }
    isCut = bytes.at(-1) !== NEWLINE;
  }
  return isCut ? lines + 1 : lines;
}
