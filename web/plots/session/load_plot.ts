/**
 * Asks the server for what a plot shows.
 *
 * @module
 */
import type { Series, Spectra } from "../../../archive/plots.ts";
import type { Rows } from "../../../archive/rows.ts";
import { HeatBuffer } from "../heat/heat_buffer.ts";
import { LineSet } from "../lines/line_set.ts";
import { LogLines } from "../log/log_lines.ts";
import type { TimeRange } from "../time/time_range.ts";
import { isLine, isText } from "../view/panels.ts";
import {
  rowsUrl,
  seriesUrl,
  spectraUrl,
  type TableName,
} from "../view/urls.ts";
import { PlotData, type Subject } from "./plot_data.ts";

/** Asks for the JSON at a path of the API. */
export type Get = <T>(path: string, signal?: AbortSignal) => Promise<T>;

/** Larger than every id, to ask for the last rows. */
const BEYOND = Number.MAX_SAFE_INTEGER;

/** Lines of a log that are asked for. */
const LOG_LINES = 1_000;
/** The widest plot that the API knows. */
const WIDEST = 4_000;
/** The most elements of a vector of a heat map. */
const BINS = 96;

/** The latest row of a table; empty if there is none. */
export function latestRow(
  get: Get,
  table: TableName,
  { columns, senders }: Subject,
  signal: AbortSignal,
): Promise<Rows> {
  const names = columns.slice(0, 1).map(({ name }) => name);
  const query = { columns: names, senders, before: BEYOND, limit: 1 };
  return get(rowsUrl(table, query), signal);
}

/**
 * The data of a subject in a range of times, all times if not given, for a
 * plot that is `width` pixels wide.
 */
export async function loadPlot(
  get: Get,
  table: TableName,
  subject: Subject,
  asked: Partial<TimeRange>,
  width: number,
  signal: AbortSignal,
): Promise<PlotData> {
  const { columns, senders, clock } = subject;
  const selection = { senders, clock, from: asked.from, to: asked.to };
  const lines = columns.filter(isLine).map(({ name }) => name);
  const vectors = columns.filter(({ kind }) => kind === "vector");
  const texts = columns.filter(isText).map(({ name }) => name);
  const pixels = Math.max(16, Math.min(WIDEST, Math.round(width)));
  const [series, spectra, rows] = await Promise.all([
    lines.length === 0 ? undefined : get<Series>(
      seriesUrl(table, { columns: lines, ...selection, width: pixels }),
      signal,
    ),
    Promise.all(vectors.map(({ name }) =>
      get<Spectra>(
        spectraUrl(table, {
          column: name,
          ...selection,
          // Vectors are long: a column of the heat map may be 2 pixels wide.
          width: Math.ceil(pixels / 2),
          bins: BINS,
        }),
        signal,
      )
    )),
    texts.length === 0 ? undefined : get<Rows>(
      rowsUrl(table, {
        columns: texts,
        ...selection,
        before: BEYOND,
        limit: LOG_LINES,
      }),
      signal,
    ),
  ]);
  const log = new LogLines();
  if (rows !== undefined) log.add(rows, columns.filter(isText), clock);
  const answers = [...(series === undefined ? [] : [series]), ...spectra];
  const range = rangeOf(answers, rows?.[clock] ?? [], asked);
  const density = pixels / Math.max(1e-9, range.to - range.from);
  return new PlotData(subject, {
    lines: series === undefined
      ? new LineSet()
      : LineSet.of(series, 1 / density),
    heats: new Map(
      vectors.map(({ name }, at) => [
        name,
        HeatBuffer.of(spectra[at], BINS, 2 / density),
      ]),
    ),
    log,
    covered: Math.min(1, ...answers.map(({ covered }) => covered)),
    lastId: lastIdOf(answers, rows),
    range,
    density,
  });
}

function rangeOf(
  answers: readonly TimeRange[],
  times: readonly (number | null)[],
  asked: Partial<TimeRange>,
): TimeRange {
  const known = times.filter((time) => time !== null);
  const froms = [...answers.map(({ from }) => from), ...known.slice(0, 1)];
  const tos = [...answers.map(({ to }) => to), ...known.slice(-1)];
  const from = asked.from ?? Math.min(...froms);
  const to = asked.to ?? Math.max(...tos);
  // Without rows there is no time.
  if (!Number.isFinite(from) || !Number.isFinite(to)) return { from: 0, to: 1 };
  return from < to ? { from, to } : { from: from - 0.5, to: from + 0.5 };
}

/** The rows after it are new to some answer: several were given in turn. */
function lastIdOf(
  answers: readonly { readonly lastId: number }[],
  rows: Rows | undefined,
): number {
  const ids = answers.map(({ lastId }) => lastId);
  if (rows !== undefined) ids.push(rows.ids.at(-1) ?? rows.lastId);
  return ids.length === 0 ? 0 : Math.min(...ids);
}
