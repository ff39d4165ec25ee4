/**
 * Reads part of a file in large blocks.
 *
 * @module
 */
import { errorText } from "../shared/error_text.ts";
import { cannotRead } from "./errors.ts";
import type { OpenFile } from "./regular_file.ts";

/** Bytes read at a time: few enough to stay in the processor's caches. */
const BLOCK = 256 * 1024;

/**
 * The bytes from `from` up to `to`. Each block is valid until the next one is
 * asked for, which is read meanwhile.
 *
 * @throws {CaptureError} if they can't be read, or the file ends before.
 */
export async function* readRange(
  file: OpenFile,
  from: number,
  to: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let [block, spare] = [new Uint8Array(BLOCK), new Uint8Array(BLOCK)];
  let reading = readAt(file, block, from, to);
  for (let at = from; at < to;) {
    const length = await reading;
    if (length === 0) {
      throw cannotRead(file.path, `it was truncated to ${at} bytes`);
    }
    at += length;
    reading = readAt(file, spare, at, to);
    // Reported when it is awaited, unless the consumer stops before.
    reading.catch(() => undefined);
    yield block.subarray(0, length);
    [block, spare] = [spare, block];
  }
}

async function readAt(
  { path, handle }: OpenFile,
  block: Uint8Array,
  at: number,
  to: number,
): Promise<number> {
  const length = Math.min(block.length, to - at);
  if (length === 0) return 0;
  try {
    const { bytesRead } = await handle.read(block, 0, length, at);
    return bytesRead;
  } catch (cause) {
    throw cannotRead(path, errorText(cause), { cause });
  }
}
