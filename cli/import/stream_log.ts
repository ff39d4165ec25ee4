/**
 * Log messages about one stream of a file.
 *
 * @module
 */
import type { StreamReport } from "../../captures/import_types.ts";
import type { SessionHeader } from "../../codec/headers/session_header.ts";
import type { ConversionKey } from "../../server/batches/conversion_counter.ts";
import type { RejectedSample } from "../../server/batches/row_sink.ts";
import { ConversionReport } from "../../server/sessions/conversion_report.ts";
import { RejectReport } from "../../server/sessions/reject_report.ts";
import type { Log } from "../../shared/log.ts";

/** Logs rejected samples and converted values under the name of the file. */
export class StreamLog implements StreamReport {
  readonly #rejects: RejectReport;
  readonly #conversions: ConversionReport;

  /** Logs to `log` about a stream of the file at `path`. */
  constructor(log: Log, path: string, { ignored }: SessionHeader) {
    this.#rejects = new RejectReport(log, () => path);
    this.#conversions = new ConversionReport(log, () => path);
    if (ignored.length === 0) return;
    log.warn("{path}: ignored headers: {headers}", {
      path,
      headers: ignored.join(" | "),
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

  counted(kept: number): void {
    this.#rejects.end(kept);
    this.#conversions.end();
  }
}
