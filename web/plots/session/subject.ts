/**
 * What a view asks the server for.
 *
 * @module
 */
import type { ExperimentDescription } from "../../../archive/archive.ts";
import { chosenColumns } from "../view/panels.ts";
import type { TableName } from "../view/urls.ts";
import type { ViewState } from "../view/view_state.ts";
import { latestRow } from "./load_plot.ts";
import type { Subject } from "./plot_data.ts";
import type { PlotHost } from "./plot_host.ts";

/** A row of the last half minute: the experiment goes on. */
const RECENT = 30;

/** The columns, senders and clock of a view of a table. */
export function subjectFor(
  { columns, senders, hidden, clock }: ViewState,
  description: ExperimentDescription,
  table: string,
): Subject {
  const shapes = description.tables.find(({ name }) => name === table)?.columns;
  const chosen = chosenColumns(shapes ?? [], columns);
  const all = description.senders.map(({ name }) => name);
  // A heat map shows the average of all senders: those that are hidden must
  // not be asked for.
  const averaged = hidden.length > 0 &&
    chosen.some(({ kind }) => kind === "vector");
  const asked = senders.length > 0 ? senders : averaged ? all : [];
  const seen = averaged ? asked.filter((one) => !hidden.includes(one)) : asked;
  return {
    columns: chosen,
    senders: seen.length > 0 ? seen : undefined,
    clock,
  };
}

/** Whether rows still arrive, or it can't be known. */
export async function goesOn(
  host: PlotHost,
  table: TableName,
  subject: Subject,
  startTime: number | undefined,
): Promise<boolean> {
  const { signal } = new AbortController();
  const rows = await latestRow(host.get, table, subject, signal);
  const latest = rows.server.at(-1) ?? undefined;
  if (latest === undefined || startTime === undefined) return true;
  const age = host.serverTime() - startTime - latest;
  return Math.abs(age) < RECENT;
}
