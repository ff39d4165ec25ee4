/**
 * Measurements of the client itself, as liboml2 makes them.
 *
 * @module
 */
import type { OmlValue } from "../codec/values/oml_value.ts";
import { parseSchema, type Schema } from "../codec/values/schema.ts";
import { Stream } from "./measurement_point.ts";

/**
 * The stream that liboml2 adds to every client, without an application name.
 */
const INSTRUMENTATION_SCHEMA: Schema = parseSchema(
  "1 _client_instrumentation measurements_injected:uint32 " +
    "measurements_dropped:uint32 bytes_allocated:uint64 bytes_freed:uint64 " +
    "bytes_in_use:uint64 bytes_max:uint64",
);

/** Seconds between two of its tuples. */
const INTERVAL = 1;

/** Counts are uint32 on the wire. */
const MOST_COUNT = 0xffff_ffff;

/** Counts the tuples of a client and the use of its buffer. */
export class Instrumentation {
  /** The stream of its tuples. */
  readonly stream = new Stream(INSTRUMENTATION_SCHEMA);
  #injected = 0;
  #allocated = 0;
  #most = 0;
  #last = -Infinity;

  /**
   * Counts a tuple that changed the buffer from `before` to `after` bytes at
   * `now` (seconds), when `dropped` tuples had been dropped. Returns the values
   * of this stream's next tuple if a second has passed since the last one.
   */
  injected(
    { before, after }: { readonly before: number; readonly after: number },
    dropped: number,
    now: number,
  ): readonly OmlValue[] | undefined {
    this.#injected++;
    this.#allocated += after - before;
    this.#most = Math.max(this.#most, after);
    if (now - this.#last < INTERVAL) return undefined;
    this.#last = now;
    return [
      Math.min(this.#injected, MOST_COUNT),
      Math.min(dropped, MOST_COUNT),
      BigInt(this.#allocated),
      BigInt(this.#allocated - after),
      BigInt(after),
      BigInt(this.#most),
    ];
  }
}
