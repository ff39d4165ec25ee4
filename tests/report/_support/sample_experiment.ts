import type { ConversionTotal } from "../../../archive/activity.ts";
import { makeReport } from "../../../report/make_report.ts";
import type { FindingKind, Report } from "../../../report/report.ts";
import type {
  ExactRows,
  StoredExperiment,
  StoredReject,
} from "../../../stored/stored.ts";

/** The start of sample experiments: 2026-11-30 10:00:00 UTC. */
export const START = Date.UTC(2026, 10, 30, 10) / 1000;

/** A row; the order of the rows is that of their ids. */
export interface SampleRow {
  readonly sender: string;
  /** Default: `app_m`. */
  readonly table?: string;
  readonly seq: number;
  readonly client: number | null;
  readonly server: number | null;
}

/** What else an experiment has. */
export interface SampleExtras {
  /** Senders without rows. */
  readonly senders?: readonly string[];
  /** Tables without rows. */
  readonly tables?: readonly string[];
  readonly rejects?: readonly {
    readonly sender: string;
    readonly time: number;
    readonly reason: string;
  }[];
  /** Rejected samples that are not kept. */
  readonly unkept?: readonly {
    readonly sender: string;
    readonly reason: string;
    readonly count: number;
  }[];
  readonly conversions?: readonly ConversionTotal[];
  /** `null` for none. */
  readonly startTime?: number | null;
}

/** Rows of one block. */
const BLOCK = 1000;

/** The report on an experiment in memory. */
export function reportOn(
  rows: readonly SampleRow[],
  extras: SampleExtras = {},
): Promise<Report> {
  return makeReport(sampleExperiment(rows, extras), { time: START + 86_400 });
}

/** The findings of a kind, as `sender table: text`. */
export function textsOf(report: Report, ...kinds: FindingKind[]): string[] {
  return report.findings
    .filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
    .map(({ sender, table, text }) =>
      `${[sender, table].filter((each) => each !== null).join(" ")}: ${text}`
    );
}

/** An experiment in memory. */
export function sampleExperiment(
  rows: readonly SampleRow[],
  extras: SampleExtras = {},
): StoredExperiment {
  const { rejects = [], unkept = [], conversions = [] } = extras;
  const { startTime = START } = extras;
  const names = [
    ...new Set([
      ...rows.map(({ sender }) => sender),
      ...extras.senders ?? [],
    ]),
  ];
  const tables = Map.groupBy(rows, ({ table = "app_m" }) => table);
  for (const table of extras.tables ?? []) tables.set(table, []);
  const idOf = (sender: string) => names.indexOf(sender) + 1;
  return {
    name: "lab",
    place: "/srv/oml/lab.sq3",
    description: {
      name: "lab",
      ...startTime === null ? {} : { startTime },
      senders: names.map((name) => ({ id: idOf(name), name })),
      tables: [...tables.keys()].sort().map((name) => ({
        ...{ name, columns: [] },
        rows: tables.get(name)?.length ?? 0,
      })),
      metadata: [],
    },
    async *rows(table): AsyncGenerator<ExactRows> {
      const own = tables.get(table) ?? [];
      for (let from = 0; from < own.length; from += BLOCK) {
        yield await Promise.resolve(
          block(own.slice(from, from + BLOCK), from, idOf),
        );
      }
    },
    async *rejects(): AsyncGenerator<readonly StoredReject[]> {
      yield await Promise.resolve(rejects.map(({ sender, time, reason }) => ({
        ...{ sender: idOf(sender), time, reason, stream: 1 },
        ...{ raw: new Uint8Array(), length: 0 },
      })));
    },
    rejectTotals: () => {
      const all = [
        ...rejects.map((each) => ({ ...each, count: 1 })),
        ...unkept,
      ];
      const totals = Map.groupBy(
        all,
        ({ sender, reason }) => JSON.stringify([sender, reason]),
      );
      return Promise.resolve([...totals.values()].map((own) => ({
        ...{ sender: own[0].sender, reason: own[0].reason },
        count: own.reduce((sum, { count }) => sum + count, 0),
      })));
    },
    conversionTotals: () => Promise.resolve(conversions),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function block(
  rows: readonly SampleRow[],
  from: number,
  idOf: (sender: string) => number,
): ExactRows {
  return {
    count: rows.length,
    ids: rows.map((_, i) => from + i + 1),
    senders: rows.map(({ sender }) => idOf(sender)),
    seqs: rows.map(({ seq }) => seq),
    client: rows.map(({ client }) => client),
    server: rows.map(({ server }) => server),
    values: [],
  };
}

/** How a sender measures regularly. */
export interface Measuring {
  readonly sender: string;
  readonly table?: string;
  /** Number of tuples (default: 600). */
  readonly tuples?: number;
  /** Seconds between two (default: 1). */
  readonly interval?: number;
  /** When it begins (default: 0). */
  readonly from?: number;
  /** The client's time by the server's (default: a millisecond before). */
  readonly clock?: (server: number) => number | null;
}

/** Rows of a sender that measures regularly, numbered from 1. */
export function measure(
  { tuples = 600, interval = 1, from = 0, ...how }: Measuring,
): SampleRow[] {
  const { sender, table, clock } = how;
  return Array.from({ length: tuples }, (_, i) => {
    const server = from + i * interval;
    const client = clock === undefined ? server - 0.001 : clock(server);
    return { sender, table, seq: i + 1, client, server };
  });
}

/** Rows of several senders in the order of their arrival. */
export function arrive(...rows: readonly SampleRow[][]): SampleRow[] {
  return rows.flat().toSorted((a, b) => (a.server ?? 0) - (b.server ?? 0));
}
