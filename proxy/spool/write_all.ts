/**
 * Writes into spool files.
 *
 * @module
 */
import type { FileHandle } from "node:fs/promises";

/**
 * Writes all `bytes` at the offset `at` of a file: the system may take fewer at
 * once.
 */
export async function writeAll(
  file: FileHandle,
  bytes: Uint8Array,
  at: number,
): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(
      bytes,
      done,
      undefined,
      at + done,
    );
    done += bytesWritten;
  }
}
