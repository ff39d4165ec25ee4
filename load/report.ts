/**
 * Tells what came of a load.
 *
 * @module
 */
import type { Sent } from "./load.ts";
import type { LoadOptions } from "./load_options.ts";
import type { Latency } from "./visibility.ts";

/** Faults that are shown; the others are only counted. */
const SHOWN_FAULTS = 10;

/** What came of a load; what `--json` prints. */
export interface LoadReport {
  /** How tuples were written. */
  readonly content: LoadOptions["content"];
  /** What they looked like. */
  readonly schema: LoadOptions["schema"];
  /** Connections. */
  readonly connections: number;
  /** Experiments. */
  readonly experiments: number;
  /** Tuples sent. */
  readonly tuples: number;
  /** Bytes sent. */
  readonly bytes: number;
  /** From the first byte until the server had closed all connections. */
  readonly seconds: number;
  /** Tuples a second. */
  readonly tuplesPerSecond: number;
  /** When tuples became visible, if that was measured. */
  readonly latency?: Latency | undefined;
  /** Whether the databases were looked at. */
  readonly checked: boolean;
  /** What is wrong with them. */
  readonly faults: readonly string[];
}

/** Sums up; `faults` is what a check found, if there was one. */
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

/** The report, for people. */
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
    lines.push("checked: every tuple is there, once, with its values");
  }
  lines.push(...faults.slice(0, SHOWN_FAULTS).map((fault) => `WRONG ${fault}`));
  const more = faults.length - SHOWN_FAULTS;
  if (more > 0) lines.push(`WRONG ... and ${number(more)} more`);
  return lines.join("\n");
}

/** A word between. */
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
