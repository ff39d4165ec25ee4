import type {
  Activity,
  ConversionTotal,
  RejectTotal,
} from "../../archive/activity.ts";
import type {
  Archive,
  ColumnShape,
  ExperimentDescription,
  ExperimentSummary,
  MetadataEntry,
} from "../../archive/archive.ts";
import { findColumns } from "../../archive/column_shapes.ts";
import { TableDigest } from "../../archive/digest/table_digest.ts";
import { NotFoundError } from "../../archive/errors.ts";
import { MeanSpectra } from "../../archive/mean_spectra.ts";
import { PixelLines } from "../../archive/pixel_lines.ts";
import type {
  Series,
  SeriesQuery,
  Spectra,
  SpectraQuery,
} from "../../archive/plots.ts";
import type {
  CellValue,
  RejectedSample,
  Rejects,
  RejectsQuery,
  Rows,
  RowsQuery,
  Selection,
} from "../../archive/rows.ts";

import type { TimeRange } from "../../archive/time_index.ts";
import { unixTime } from "../../shared/unix_time.ts";

/** A row of a {@linkcode MemoryTable}. */
export interface MemoryRow {
  readonly id: number;
  readonly sender: string;
  readonly seq: number;
  readonly client: number | null;
  readonly server: number | null;
  readonly values: Readonly<Record<string, CellValue>>;
}

/** A table in memory: its rows, ordered by id. */
export interface MemoryTable {
  readonly name: string;
  readonly columns: readonly ColumnShape[];
  readonly rows: MemoryRow[];
}

/** An experiment in memory. */
export interface MemoryExperiment {
  readonly name: string;
  readonly startTime?: number;
  readonly senders: string[];
  readonly tables: MemoryTable[];
  readonly metadata?: readonly MetadataEntry[];
  readonly rejects?: readonly RejectedSample[];
  readonly conversions?: readonly ConversionTotal[];
}

/** An archive of arrays: the contract without a database. */
export class MemoryArchive implements Archive {
  readonly place = "memory";
  readonly contents: MemoryExperiment[];

  constructor(contents: MemoryExperiment[]) {
    this.contents = contents;
  }

  experiments(): Promise<readonly ExperimentSummary[]> {
    return Promise.resolve(this.contents.map(summary).sort(byName));
  }

  describe(experiment: string): Promise<ExperimentDescription> {
    return Promise.try(() => {
      const { name, startTime, senders, tables, metadata } = this.#experiment(
        experiment,
      );
      return {
        name,
        ...startTime === undefined ? {} : { startTime },
        senders: senders.map((name, i) => ({ id: i + 1, name })),
        tables: tables.map(({ name, columns, rows }) => ({
          name,
          columns,
          rows: rows.at(-1)?.id ?? 0,
        })).sort(byName),
        metadata: metadata ?? [],
      };
    });
  }

  activity(experiment: string): Promise<Activity> {
    return Promise.try(() => {
      const found = this.#experiment(experiment);
      const { tables, senders, startTime = 0 } = found;
      const time = unixTime(performance.now()) / 1000;
      const now = time - startTime;
      const name = (sender: number) => senders[sender];
      const cells = tables.flatMap(({ name: table, rows }) => {
        const digest = new TableDigest();
        for (const { sender, seq, client, server } of rows) {
          digest.add(senders.indexOf(sender), seq, client, server);
        }
        return digest.cells({ table, name, now });
      });
      return {
        time,
        covered: 1,
        cells,
        rejects: rejectTotals(found.rejects ?? []),
        conversions: found.conversions ?? [],
      };
    });
  }

  rows(
    experiment: string,
    table: string,
    query: RowsQuery,
  ): Promise<Rows> {
    return Promise.try(() => {
      const { rows, columns } = this.#select(experiment, table, query);
      const { after = -Infinity, before = Infinity, limit } = query;
      const within = rows.filter(({ id }) => id > after && id < before);
      const isBackward = query.before !== undefined &&
        query.after === undefined;
      const page = isBackward ? within.slice(-limit) : within.slice(0, limit);
      const all = this.#table(experiment, table).rows
        .filter(({ id }) => id < before);
      const more = within.length > page.length;
      const end = more && !isBackward ? page.at(-1) : all.at(-1);
      const values = columns.map((column) =>
        [column, page.map((row) => row.values[column] ?? null)] as const
      );
      return {
        ids: page.map(({ id }) => id),
        senders: page.map(({ sender }) => sender),
        seqs: page.map(({ seq }) => seq),
        client: page.map(({ client }) => client),
        server: page.map(({ server }) => server),
        values: Object.fromEntries(values),
        lastId: Math.max(query.after ?? 0, end?.id ?? 0),
        more,
      };
    });
  }

  series(
    experiment: string,
    table: string,
    query: SeriesQuery,
  ): Promise<Series> {
    return Promise.try(() => {
      const { columns, rows: all } = this.#table(experiment, table);
      findColumns({ columns }, query.columns, ["number", "boolean"]);
      const selected = this.#select(experiment, table, query);
      const { clock = "server" } = query;
      const shown = shownTimes(all, query);
      const lines = new PixelLines(selected.columns, shown, query.width);
      const { senders } = this.#experiment(experiment);
      for (const row of selected.rows) {
        const time = row[clock];
        if (time === null) continue;
        const values = selected.columns.map((name) =>
          plotted(row.values[name])
        );
        lines.add(senders.indexOf(row.sender), time, values, 0);
      }
      return {
        clock,
        ...shown,
        covered: 1,
        lastId: all.at(-1)?.id ?? 0,
        lines: lines.lines((i) => senders[i]),
      };
    });
  }

  spectra(
    experiment: string,
    table: string,
    query: SpectraQuery,
  ): Promise<Spectra> {
    return Promise.try(() => {
      const columns = [query.column];
      findColumns(this.#table(experiment, table), columns, ["vector"]);
      const { rows } = this.#select(experiment, table, { ...query, columns });
      const { rows: all } = this.#table(experiment, table);
      const { clock = "server" } = query;
      const shown = shownTimes(all, query);
      const spectra = new MeanSpectra({ ...query, expected: shown });
      let latest: Spectra["latest"];
      for (const row of rows) {
        const time = row[clock];
        const values = vectorOf(row.values[query.column]);
        if (time === null || values === undefined) continue;
        spectra.add(time, values);
        latest = { time, sender: row.sender, values };
      }
      return {
        clock,
        ...shown,
        covered: 1,
        lastId: all.at(-1)?.id ?? 0,
        length: spectra.length,
        ...spectra.reduced(),
        ...latest === undefined ? {} : { latest },
      };
    });
  }

  rejects(experiment: string, query: RejectsQuery): Promise<Rejects> {
    return Promise.try(() => {
      const { rejects = [] } = this.#experiment(experiment);
      const { sender, before = Infinity, limit } = query;
      this.#checkSenders(experiment, sender === undefined ? [] : [sender]);
      const found = rejects.filter((sample) =>
        sample.id < before && (sender === undefined || sample.sender === sender)
      ).toSorted((a, b) => b.id - a.id);
      return {
        samples: found.slice(0, limit),
        more: found.length > limit,
      };
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #experiment(name: string): MemoryExperiment {
    const found = this.contents.find((each) => each.name === name);
    if (found === undefined) throw new NotFoundError("experiment", name);
    return found;
  }

  #table(experiment: string, name: string): MemoryTable {
    const { tables } = this.#experiment(experiment);
    const found = tables.find((each) => each.name === name);
    if (found === undefined) throw new NotFoundError("table", name);
    return found;
  }

  #checkSenders(experiment: string, senders: readonly string[]): void {
    const known = this.#experiment(experiment).senders;
    const unknown = senders.find((each) => !known.includes(each));
    if (unknown !== undefined) throw new NotFoundError("sender", unknown);
  }

  /** The rows of a selection, and its columns. */
  #select(
    experiment: string,
    name: string,
    query: Selection & { readonly columns?: readonly string[] },
  ): { rows: readonly MemoryRow[]; columns: readonly string[] } {
    const table = this.#table(experiment, name);
    const known = table.columns.map(({ name }) => name);
    const { columns = known, senders, clock = "server" } = query;
    const unknown = columns.find((each) => !known.includes(each));
    if (unknown !== undefined) throw new NotFoundError("column", unknown);
    this.#checkSenders(experiment, senders ?? []);
    const { from = -Infinity, to = Infinity } = query;
    const isTimed = query.from !== undefined || query.to !== undefined;
    const rows = table.rows.filter((row) => {
      const time = row[clock];
      return (senders?.includes(row.sender) ?? true) &&
        (!isTimed || time !== null && time >= from && time <= to);
    });
    return { rows, columns };
  }
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

function summary(experiment: MemoryExperiment): ExperimentSummary {
  const { name, startTime, tables, senders } = experiment;
  const rows = tables.reduce((sum, { rows }) => sum + rows.length, 0);
  return {
    name,
    ...startTime === undefined ? {} : { startTime },
    tables: tables.length,
    senders: senders.length,
    rows,
    ...rows === 0 ? {} : {
      firstRow: (startTime ?? 0) + Math.min(...tables.map(firstTime)),
      lastRow: (startTime ?? 0) + Math.max(...tables.map(lastTime)),
    },
  };
}

function firstTime({ rows }: MemoryTable): number {
  return rows.reduce(
    (first, { server }) => Math.min(first, server ?? Infinity),
    Infinity,
  );
}

function lastTime({ rows }: MemoryTable): number {
  return rows.reduce((last, { server }) => Math.max(last, server ?? 0), 0);
}

function rejectTotals(samples: readonly RejectedSample[]): RejectTotal[] {
  const key = ({ sender, reason }: RejectedSample) =>
    JSON.stringify([sender, reason]);
  return [...Map.groupBy(samples, key).values()].map((group) => ({
    sender: group[0].sender,
    reason: group[0].reason,
    count: group.length,
  }));
}

/** The limits of a plot. */
function shownTimes(
  rows: readonly MemoryRow[],
  { clock = "server", from, to }: Selection,
): TimeRange {
  const times = rows.flatMap((row) => row[clock] ?? []);
  const first = times.reduce((a, b) => Math.min(a, b), Infinity);
  const last = times.reduce((a, b) => Math.max(a, b), -Infinity);
  const start = from ?? (times.length > 0 ? first : to ?? 0);
  const end = to ?? (times.length > 0 ? last : start);
  return { from: start, to: Math.max(start, end) };
}

/** A value as a number; large integers are texts. */
function plotted(value: CellValue | undefined): number | undefined {
  if (typeof value === "object" || value === undefined) return undefined;
  return Number(value);
}

type Vector = readonly (number | null)[];

function vectorOf(value: CellValue | undefined): Vector | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.map((each) => {
    const number = each === null ? NaN : Number(each);
    return Number.isFinite(number) ? number : null;
  });
}
