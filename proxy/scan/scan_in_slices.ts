/**
 * Scans long input without blocking the event loop.
 *
 * @module
 */
import { PACE, SLICE_BYTES } from "../../shared/pace.ts";
import type { TupleScan } from "./tuple_scan.ts";

/**
 * Pushes `bytes` into `scan`, in slices; other work runs in between. The bytes
 * must not change until it resolves.
 */
export async function scanInSlices(
  scan: Pick<TupleScan, "push" | "goOn" | "isUnfinished">,
  bytes: Uint8Array,
): Promise<void> {
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
    if (at > 0) await PACE.turn(Infinity);
    scan.push(bytes.subarray(at, at + SLICE_BYTES));
    while (scan.isUnfinished) {
      await PACE.turn(Infinity);
      scan.goOn();
    }
  }
}
