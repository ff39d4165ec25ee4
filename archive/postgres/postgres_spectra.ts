/**
 * Vectors of a measurement table over time.
 *
 * @module
 */
import { shownTimes, TIME_COLUMNS } from "../selection.ts";
import { vectorNumbers } from "../cell_values.ts";
import { findColumns } from "../column_shapes.ts";
import { MeanSpectra } from "../mean_spectra.ts";
import type { Spectra, SpectraQuery } from "../plots.ts";
import type { ReadingPlan } from "../reading_plan.ts";
import type { SenderNames } from "../sender_names.ts";
import {
  partsSql,
  partValues,
  planReading,
  readPlanned,
} from "./postgres_plan.ts";
import { selectionSql, type TableContext } from "./postgres_table.ts";

/** About how many bytes of vectors are read. */
const MOST_BYTES = 8 * 1024 * 1024;

/** The most vectors that are read. */
const MOST_VECTORS = 20_000;

/** Ids at the end in which the latest vector is sought. */
const LAST_IDS = 100_000;

/** The latest vectors, which tell about the others. */
interface Latest {
  /** The last vector, if any. */
  readonly vector?: NonNullable<Spectra["latest"]>;
  /** The average size of their texts in bytes. */
  readonly bytes: number;
}

/** Carries out a {@linkcode SpectraQuery}. */
export async function readSpectra(
  context: TableContext,
  query: SpectraQuery,
): Promise<Spectra> {
  const { reader, table, senders } = context;
  const { clock = "server", width, bins } = query;
  const shapes = table.columns.map(({ shape }) => shape);
  const [{ name }] = findColumns({ columns: shapes }, [query.column], [
    "vector",
  ]);
  const column = table.columns.find(({ shape }) => shape.name === name)?.sql ??
    "NULL";
  const plan = await planReading(context, query);
  const shown = shownTimes(query, plan.known);
  const latest = await readLatest(context, { query, plan, column });
  const spectra = new MeanSpectra({ expected: shown, width, bins });
  const time = TIME_COLUMNS[clock];
  const condition = selectionSql(query, senders, 3);
  const times = Object.values(TIME_COLUMNS);
  const sql = `SELECT ${time} AS t, v
    FROM ${partsSql(table.sql, [...times, `${column}::text AS v`])}
    WHERE v IS NOT NULL AND abs(${time}) < 'Infinity'${condition.sql}`;
  const mostRows = Math.max(
    width,
    Math.min(MOST_VECTORS, Math.floor(MOST_BYTES / Math.max(1, latest.bytes))),
  );
  const covered = await readPlanned(
    context,
    plan,
    { width, mostRows },
    async (parts) => {
      const values = [...partValues(parts), ...condition.values];
      for (const { t, v } of await reader.query(sql, values)) {
        const vector = vectorNumbers(String(v));
        if (vector !== undefined) spectra.add(Number(t), vector);
      }
    },
  );
  return {
    ...{ clock, ...shown, covered, lastId: plan.lastId },
    length: Math.max(spectra.length, latest.vector?.values.length ?? 0),
    ...spectra.reduced(),
    ...latest.vector === undefined ? {} : { latest: latest.vector },
  };
}

/** Looks at the last vectors of the selection. */
async function readLatest(
  { reader, table, senders }: TableContext,
  { query, plan, column }: {
    readonly query: SpectraQuery;
    readonly plan: ReadingPlan;
    readonly column: string;
  },
): Promise<Latest> {
  const last = plan.ids.at(-1);
  if (last === undefined) return { bytes: 0 };
  const time = TIME_COLUMNS[query.clock ?? "server"];
  const condition = selectionSql(query, senders, 3);
  const rows = await reader.query(
    `SELECT oml_sender_id AS sender, ${time} AS t, ${column}::text AS v
      FROM ${table.sql} WHERE oml_tuple_id BETWEEN $1 AND $2
        AND ${column} IS NOT NULL AND abs(${time}) < 'Infinity'${condition.sql}
      ORDER BY oml_tuple_id DESC LIMIT 200`,
    [Math.max(last.from, last.to - LAST_IDS), last.to, ...condition.values],
  );
  return fold(rows, senders);
}

function fold(
  rows: readonly Record<string, unknown>[],
  senders: SenderNames,
): Latest {
  let bytes = 0;
  let vector: Latest["vector"];
  for (const { sender, t, v } of rows) {
    const values = vectorNumbers(String(v));
    if (values === undefined) continue;
    bytes += String(v).length / rows.length;
    vector ??= {
      time: Number(t),
      sender: senders.name(Number(sender)),
      values,
    };
  }
  return { bytes, ...vector === undefined ? {} : { vector } };
}
