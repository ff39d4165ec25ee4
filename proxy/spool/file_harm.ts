/**
 * What others have done to a result file, and how it is told.
 *
 * @module
 */
import type { Log } from "../../shared/log.ts";
import type { StreamFileError } from "./stream_file_error.ts";

/** What was noticed. */
export type FileHarm =
  /** Its bytes are gone: it is of no more use. */
  | { readonly kind: "damaged"; readonly error: StreamFileError }
  /** It has lost its name, and is there as long as it is open. */
  | { readonly kind: "unlinked" }
  /** These bytes are not what was written; they are given as they are. */
  | { readonly kind: "altered"; readonly from: number; readonly to: number };

/** A stream, as far as it matters here. */
export interface HarmedStream {
  /** Its result file. */
  readonly path: string;
  /** Bytes that were not delivered. */
  readonly waiting: number;
}

/** Tells `log` of it. */
export function tellHarm(
  { path, waiting }: HarmedStream,
  harm: FileHarm,
  log: Log,
): void {
  switch (harm.kind) {
    case "damaged":
      return log.error(
        "{path}: {reason}; {bytes} bytes of it that were not delivered are lost",
        { path, reason: harm.error.message, bytes: waiting },
      );
    case "unlinked":
      return log.warn(
        "{path}: was removed or replaced by others; what it had is there as " +
          "long as this program runs, and is sent on",
        { path },
      );
    case "altered":
      return log.warn(
        "{path}: the bytes from {from} up to {to} are not what was written; " +
          "they are sent as they are",
        { path, from: harm.from, to: harm.to },
      );
  }
}
