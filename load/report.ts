/**
 * Reports the result of a load.
 *
 * @module
 */
import type { Sent } from "./load.ts";
import type { LoadOptions } from "./load_options.ts";
import type { Latency } from "./visibility.ts";

/** Faults that are shown; the others are only counted. */
const SHOWN_FAULTS = 10;

/** The result of a load, as `--json` prints it. */
export interface LoadReport {
  /** Encoding of the tuples. */
  readonly content: LoadOptions["content"];
  /** Schema of the tuples. */
  readonly schema: LoadOptions["schema"];
  /** Number of connections. */
  readonly connections: number;
  /** Number of experiments. */
  readonly experiments: number;
  /** Tuples sent. */
  readonly tuples: number;
  /** Bytes sent. */
  readonly bytes: number;
  /** Seconds from the first byte until the server closed all connections. */
  readonly seconds: number;
  /** Tuples/s. */
  readonly tuplesPerSecond: number;
  /** When tuples became visible, if measured. */
  readonly latency?: Latency | undefined;
  /** Whether the databases were checked. */
  readonly checked: boolean;
  /** Faults in the databases. */
  readonly faults: readonly string[];
}

/**
 * Summarizes a load; `faults` are those that a check found, if there was one.
 */
export function reportLoad(
  { content, schema, connections, experiments }: LoadOptions,
  { flows, bytes, seconds, latency }: Sent,
  faults?: readonly string[],
): LoadReport {
  const tuples = flows.reduce((sum, flow) => sum + flow.tuples, 0);
  return {
    ...{ content, schema, connections, experiments, tuples, bytes, seconds },
    tuplesPerSecond: Math.round(tuples / seconds),
    latency,
    checked: faults !== undefined,
    faults: faults ?? [],
  };
}

/** The report for users. */
export function formatReport(report: LoadReport): string {
  const { latency, checked, faults } = report;
  const { connections, experiments } = report;
  const lines = [
    `${number(report.tuples)} tuples (${report.content}, ${report.schema}), ` +
    `${number(connections)} connection${plural(connections)} into ` +
    `${number(experiments)} experiment${plural(experiments)}: ` +
    `${report.seconds.toFixed(2)} s, ` +
    `${number(report.tuplesPerSecond)} tuples/s`,
  ];
  if (latency !== undefined) {
    const { p50, p99, max } = latency;
    lines.push(
      `visible after: p50 ${p50} ms, p99 ${p99} ms, max ${max} ms ` +
        `(${number(latency.tuples)} tuples)`,
    );
  }
  if (checked && faults.length === 0) {
    lines.push("checked: every tuple is stored once, with its values");
  }
  lines.push(...faults.slice(0, SHOWN_FAULTS).map((fault) => `WRONG ${fault}`));
  const more = faults.length - SHOWN_FAULTS;
  if (more > 0) lines.push(`WRONG ... and ${number(more)} more`);
  return lines.join("\n");
}

/** A progress line. */
export function formatProgress(tuples: number, seconds: number): string {
  const rate = number(Math.round(tuples / seconds));
  return `${Math.round(seconds)} s: ${number(tuples)} tuples sent, ${rate}/s`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}

function plural(count: number): string {
  return count === 1 ? "" : "s";
}
