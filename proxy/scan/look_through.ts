/**
 * The one way to scan what may be long, or much.
 *
 * @module
 */
import { PACE, SLICE_BYTES } from "../../shared/pace.ts";
import type { TupleScan } from "./tuple_scan.ts";

/**
 * Has `scan` look at bytes that it goes on with; others have their turns
 * meanwhile. The bytes must stay as they are until then.
 */
export async function lookThrough(
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
