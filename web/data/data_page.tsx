/**
 * The page of a table.
 *
 * @module
 */
import type { ExperimentDescription } from "../../archive/archive.ts";
import { ApiError } from "../api/api_error.ts";
import { formatNumber } from "../format/numbers.ts";
import { formatTime } from "../format/times.ts";
import { useTitle } from "../parts/hooks.tsx";
import { Empty, Failure, Skeleton } from "../parts/notes.tsx";
import { Tabs } from "../parts/tabs.tsx";
import { Plots } from "../plots/parts/plots.tsx";
import { Toolbar } from "../plots/parts/toolbar.tsx";
import { type Plot, usePlot } from "../plots/parts/use_plot.tsx";
import { type View, viewQuery } from "../plots/view/view_state.ts";
import { tablePath } from "../route.ts";
import { RowsView } from "./rows_view.tsx";
import { useDescription } from "./use_description.tsx";

/** What the page of a table needs; the query is in the address. */
export interface DataPageProps {
  /** Name of the experiment. */
  readonly experiment: string;
  /** Name of the table. */
  readonly table: string;
}

/** Plots, rows and download of a table. */
export function DataPage({ experiment, table }: DataPageProps) {
  useTitle(table, experiment);
  const { description, error, isMissing } = useDescription(experiment, table);
  return (
    <>
      <header class="page-head">
        <h1>{table}</h1>
        {description !== undefined && (
          <Facts table={table} description={description} />
        )}
      </header>
      {error !== undefined && <Failure error={error} />}
      {isMissing && (
        <Empty title={`${experiment} has no table ${table} yet`}>
          <p>It appears here when its first rows are stored.</p>
        </Empty>
      )}
      {description !== undefined
        ? (
          <TableView
            experiment={experiment}
            table={table}
            description={description}
          />
        )
        : error === undefined && !isMissing && <Skeleton />}
    </>
  );
}

interface TableProps extends DataPageProps {
  readonly description: ExperimentDescription;
}

function Facts({ table, description }: Omit<TableProps, "experiment">) {
  const { startTime, tables } = description;
  const shape = tables.find(({ name }) => name === table);
  return (
    <p class="facts">
      {shape !== undefined && (
        <span>{formatNumber(shape.columns.length, "column")}</span>
      )}
      {startTime !== undefined && <span>Started {formatTime(startTime)}</span>}
    </p>
  );
}

function TableView({ experiment, table, description }: TableProps) {
  const plot = usePlot({ experiment, table }, description);
  const { state } = plot.session;
  const known = description.senders.map(({ name }) => name);
  const tab = (name: string, view: View) => ({
    name,
    to: tablePath(experiment, table) + viewQuery({ ...state, view }),
    isCurrent: state.view === view,
  });
  return (
    <>
      <Tabs
        label="Parts of the table"
        tabs={[tab("Plot", "plot"), tab("Rows", "rows")]}
      />
      {state.view === "plot"
        ? <PlotView plot={plot} known={known} />
        : <RowsView plot={plot} />}
    </>
  );
}

function PlotView(
  { plot, known }: { readonly plot: Plot; readonly known: readonly string[] },
) {
  return (
    <>
      <Toolbar plot={plot} />
      {plot.session.error instanceof ApiError && (
        <Failure error={plot.session.error} />
      )}
      <Plots plot={plot} known={known} />
    </>
  );
}
