/**
 * Tells the log of one client's values that are stored although their texts
 * say something else: the first ones in full, then their number.
 *
 * @module
 */
import { quoteBytes } from "../../codec/values/quote.ts";
import type { Log } from "../../shared/log.ts";
import type { ConversionKey } from "../batches/conversion_counter.ts";
import { FirstFew } from "./first_few.ts";

/** Converted values of one client; a million a second must cost little. */
export class ConversionReport {
  readonly #log: Log;
  readonly #client: () => string;
  readonly #few: FirstFew;

  /** Tells `log`, calling the client what `client` returns. */
  constructor(log: Log, client: () => string, few = new FirstFew()) {
    this.#log = log;
    this.#client = client;
    this.#few = few;
  }

  /** Takes one value, whose text is lent. */
  add(
    { kind, field, stream }: Pick<ConversionKey, "kind" | "field" | "stream">,
    bytes: Uint8Array,
    from: number,
    to: number,
  ): void {
    const told = this.#few.add();
    if (told === undefined) return;
    if (told === "tell") {
      this.#log.warn(
        "{client}: stored, {kind} in field {field} (stream {stream}): {text}",
        {
          client: this.#client(),
          kind,
          field,
          stream,
          text: quoteBytes(bytes.subarray(from, to)),
        },
      );
    } else {
      this.#log.warn(
        "{client}: converted {count} more values in {seconds} s",
        { client: this.#client(), ...told },
      );
    }
  }

  /** Tells how many of the client's values were converted in all, if any. */
  end(): void {
    const { count } = this.#few;
    if (count === 0) return;
    this.#log.warn(
      "{client}: {count} values differ from what was sent; see " +
        "_oml_conversions",
      { client: this.#client(), count },
    );
  }
}
