/**
 * What other programs have done to a result file, and how it is logged.
 *
 * @module
 */
import type { Log } from "../../shared/log.ts";
import type { StreamFileError } from "./stream_file_error.ts";

/** What was noticed. */
export type FileHarm =
  /** Its bytes are gone: it is useless. */
  | { readonly kind: "damaged"; readonly error: StreamFileError }
  /** It has no name any more, and exists while it is open. */
  | { readonly kind: "unlinked" }
  /** These bytes are not those written; they are returned as they are. */
  | { readonly kind: "altered"; readonly from: number; readonly to: number };

/** A stream, as far as it matters here. */
export interface HarmedStream {
  /** Its result file. */
  readonly path: string;
  /** Bytes that are not delivered. */
  readonly waiting: number;
}

/** Logs it. */
export function logHarm(
  { path, waiting }: HarmedStream,
  harm: FileHarm,
  log: Log,
): void {
  switch (harm.kind) {
    case "damaged":
      return log.error(
        "{path}: {reason}; {bytes} undelivered bytes are lost",
        { path, reason: harm.error.message, bytes: waiting },
      );
    case "unlinked":
      return log.warn(
        "{path}: removed or replaced by another program; its data is kept, and " +
          "still sent, while this program runs",
        { path },
      );
    case "altered":
      return log.warn(
        "{path}: the bytes from {from} to {to} differ from those written; " +
          "they are sent as they are",
        { path, from: harm.from, to: harm.to },
      );
  }
}
