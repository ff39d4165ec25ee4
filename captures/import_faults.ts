/**
 * Faults of files that are imported.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { explainPacked } from "../codec/captures/packed.ts";
import { countLines } from "../shared/count_lines.ts";
import { cannotRead, CaptureError } from "./errors.ts";
import type { OpenFile } from "./regular_file.ts";

/** Bytes by which other kinds of files are recognized. */
const SIGNATURE_BYTES = 16;

/**
 * Checks the first bytes of a file.
 *
 * @throws {CaptureError} if it is empty, or no capture.
 */
export async function refuseOthers(
  { path, handle }: OpenFile,
): Promise<void> {
  const bytes = Buffer.alloc(SIGNATURE_BYTES);
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
  if (bytesRead === 0) throw cannotRead(path, "it is empty");
  const packed = explainPacked(bytes.subarray(0, bytesRead));
  if (packed !== undefined) throw cannotRead(path, packed);
}

/** The fault `why` of a file's byte number `at`, from 0. */
export async function faultAt(
  { path, handle }: OpenFile,
  at: number,
  why: string,
): Promise<CaptureError> {
  const line = await countLines(handle, at + 1);
  return cannotRead(path, `line ${line}, byte ${at}: ${why}`);
}

/** The fault of a file that was imported before. */
export function importedBefore(path: string): CaptureError {
  return new CaptureError(`Cannot import ${path}: it was imported before`, {
    hint: "give --again to store it once more",
  });
}

/** The fault of a file that another program imports, too. */
export function importedElsewhere(path: string): CaptureError {
  return new CaptureError(
    `Cannot import ${path}: another program imports the same now`,
    { hint: "let that one finish" },
  );
}
