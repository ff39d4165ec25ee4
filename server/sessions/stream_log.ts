/**
 * Log messages about one stream, of a client or of a file.
 *
 * @module
 */
import type { SessionHeader } from "../../codec/headers/session_header.ts";
import type { Log } from "../../shared/log.ts";
import type { ConversionKey } from "../batches/conversion_counter.ts";
import type { RejectedSample, RowReport } from "../batches/row_sink.ts";
import { ConversionReport } from "./conversion_report.ts";
import { RejectReport } from "./reject_report.ts";

/** Maximum number of ignored headers that are logged. */
const MOST_IGNORED = 5;

/** Logs ignored headers, rejected samples and converted values of a stream. */
export class StreamLog implements RowReport {
  readonly #log: Log;
  readonly #name: () => string;
  readonly #rejects: RejectReport;
  readonly #conversions: ConversionReport;

  /** Logs to `log`; each message begins with the present `name`. */
  constructor(log: Log, name: () => string) {
    this.#log = log;
    this.#name = name;
    this.#rejects = new RejectReport(log, name);
    this.#conversions = new ConversionReport(log, name);
  }

  /** Its headers are complete. */
  ready({ ignored }: Pick<SessionHeader, "ignored">): void {
    if (ignored.length === 0) return;
    this.#log.warn("{client}: ignored headers: {headers}", {
      client: this.#name(),
      headers: ignored.slice(0, MOST_IGNORED).join(" | "),
    });
  }

  rejected(sample: RejectedSample): void {
    this.#rejects.add(sample);
  }

  converted(
    key: ConversionKey,
    bytes: Uint8Array,
    from: number,
    to: number,
  ): void {
    this.#conversions.add(key, bytes, from, to);
  }

  /** All tuples are decoded; `kept` of them were accepted. */
  counted(kept: number): void {
    this.#rejects.end(kept);
    this.#conversions.end();
  }
}
