/**
 * The scan that fits the headers of a stream.
 *
 * @module
 */
import { PassThroughScan } from "./pass_through_scan.ts";
import type { StreamHeader } from "./stream_header.ts";
import { TupleScan } from "./tuple_scan.ts";

/** Finds where the tuples of a body end. */
export type BodyScan = TupleScan | PassThroughScan;

/**
 * A scan of the body after `header`. Without valid headers every byte counts as
 * complete. `redefined` is called as for {@linkcode TupleScan}.
 */
export function scanBody(
  header: StreamHeader | undefined,
  redefined: (bytes: number) => void = () => undefined,
): BodyScan {
  const session = header?.session;
  return session === undefined
    ? new PassThroughScan()
    : new TupleScan(session, redefined);
}
