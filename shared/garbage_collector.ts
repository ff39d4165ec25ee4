/**
 * Access to V8's garbage collector.
 *
 * @module
 */
import v8 from "node:v8";
import vm from "node:vm";

/** What V8's `gc` can be told; Deno's always is a last resort. */
export interface GcOptions {
  /** All garbage. */
  readonly type: "major";
  /** As in {@linkcode LAST_RESORT}. */
  readonly flavor?: "last-resort";
}

/** Collects garbage of this thread. */
export type Gc = (options: GcOptions) => void;

/**
 * As if there were no memory left. After any other collection Node's V8 keeps
 * the room for new objects while a program makes more than 1 MB of them a
 * second.
 */
export const LAST_RESORT: GcOptions = { type: "major", flavor: "last-resort" };

/** V8 gives its `gc` only to contexts that are made behind the flag. */
export function gcFunction(): Gc {
  v8.setFlagsFromString("--expose-gc");
  const gc: unknown = vm.runInNewContext("gc");
  if (typeof gc !== "function") throw new Error("V8 has no gc function");
  return gc as Gc;
}
