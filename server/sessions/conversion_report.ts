/**
 * Logs one client's values that are stored although their texts differ: the
 * first ones in full, then their number.
 *
 * @module
 */
import { quoteBytes } from "../../codec/values/quote.ts";
import type { Log } from "../../shared/log.ts";
import type { ConversionKey } from "../batches/conversion_counter.ts";
import { FirstFew } from "./first_few.ts";

/**
 * Logs the converted values of one client; must be cheap at a million per
 * second.
 */
export class ConversionReport {
  readonly #log: Log;
  readonly #client: () => string;
  readonly #few: FirstFew;

  /** Logs to `log`, with the client named by `client`. */
  constructor(log: Log, client: () => string, few = new FirstFew()) {
    this.#log = log;
    this.#client = client;
    this.#few = few;
  }

  /** Adds one value; its text is only valid during the call. */
  add(
    { kind, field, stream }: Pick<ConversionKey, "kind" | "field" | "stream">,
    bytes: Uint8Array,
    from: number,
    to: number,
  ): void {
    const due = this.#few.add();
    if (due === undefined) return;
    if (due === "report") {
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
        { client: this.#client(), ...due },
      );
    }
  }

  /** Logs the total number of converted values of the client, if any. */
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
