/**
 * Writes to a file or the standard output.
 *
 * @module
 */
import process from "node:process";
import { createFile } from "../../export/output/file_output.ts";
import type { Output } from "../../export/output/output.ts";
import { StreamOutput } from "../../export/output/stream_output.ts";
import { WriteBehind } from "../../export/output/write_behind.ts";

/** The standard output. */
export const STDOUT = "-";

/** Where and how to write. */
export interface OutputPlace {
  /** A path, or {@linkcode STDOUT}. */
  readonly path: string;
  /** Whether an existing file is replaced. */
  readonly force: boolean;
  /** Aborted to stop. */
  readonly stop: AbortSignal;
}

/**
 * Writes all pieces. If that fails or is stopped, nothing is left.
 *
 * @throws {ExportError} if it fails.
 */
export async function writeOutput(
  pieces: AsyncIterable<Uint8Array>,
  { path, force, stop }: OutputPlace,
): Promise<void> {
  const output = await open(path, force);
  try {
    for await (const piece of pieces) {
      stop.throwIfAborted();
      await output.write(piece);
    }
    await output.finish();
  } catch (error) {
    await output.discard();
    throw error;
  }
}

async function open(path: string, force: boolean): Promise<Output> {
  const output = path === STDOUT
    ? new StreamOutput(process.stdout, "the standard output")
    : await createFile(path, { replaces: force });
  return new WriteBehind(output);
}
