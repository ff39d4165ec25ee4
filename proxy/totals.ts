/**
 * What a proxy has received and sent since its start.
 *
 * @module
 */

/** Totals. */
export interface ProxyTotals {
  /** Bytes that clients sent, and that were spooled. */
  readonly received: number;
  /** Bytes that clients sent, and that were dropped. */
  readonly dropped: number;
  /** Bytes after the headers sent to the upstream server, with repetitions. */
  readonly sent: number;
  /** Bytes of complete streams that the upstream server has taken. */
  readonly delivered: number;
  /** Number of these streams. */
  readonly streams: number;
}
