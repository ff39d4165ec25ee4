/**
 * What a data page shows, as the query of its URL: a link reproduces the view.
 *
 * @module
 */
import type { Clock } from "../../../archive/rows.ts";
import type { TimeStyle } from "../time/time_text.ts";

/** The parts of the page of a table. */
export type View = "plot" | "rows";

/** What a data page shows. */
export interface ViewState {
  /** The part of the page. */
  readonly view: View;
  /** The selected columns; none: the page chooses. */
  readonly columns: readonly string[];
  /** The only senders to ask for; none: all. */
  readonly senders: readonly string[];
  /** Senders that are not drawn. */
  readonly hidden: readonly string[];
  /** The clock of the times. */
  readonly clock: Clock;
  /** How times are shown; unset: the page chooses. */
  readonly time?: TimeStyle;
  /** Whether the plot follows new rows; unset: the page chooses. */
  readonly live?: boolean;
  /** Length of a live plot in seconds; Infinity: all. */
  readonly span: number;
  /** The shown part of the time; unset: all. Without meaning when live. */
  readonly from?: number;
  /** The end of the part. */
  readonly to?: number;
  /** Whether columns of the same unit share a panel. */
  readonly joined: boolean;
}

/** The length of a live plot that is not chosen, in seconds. */
export const USUAL_SPAN = 60;

/** Reads the query of a URL; what is missing or odd is not chosen. */
export function readView(query: string): ViewState {
  const given = new URLSearchParams(query);
  const [from, to] = [numberIn(given, "from"), numberIn(given, "to")];
  const range = from !== undefined && to !== undefined && from < to;
  const live = given.get("live");
  return {
    view: given.get("view") === "rows" ? "rows" : "plot",
    columns: unique(given.getAll("columns")),
    senders: unique(given.getAll("senders")),
    hidden: unique(given.getAll("hidden")),
    clock: given.get("clock") === "client" ? "client" : "server",
    time: timeStyle(given.get("time")),
    // A link with a part of the time shows that part.
    live: live === "1" ? true : live === "0" || range ? false : undefined,
    span: spanIn(given),
    from: range ? from : undefined,
    to: range ? to : undefined,
    joined: given.get("joined") === "1",
  };
}

/** The query for a view, with `?`; only what differs from the usual view. */
export function viewQuery(state: ViewState): string {
  const query = new URLSearchParams();
  if (state.view !== "plot") query.set("view", state.view);
  for (const name of ["columns", "senders", "hidden"] as const) {
    for (const value of state[name]) query.append(name, value);
  }
  if (state.clock !== "server") query.set("clock", state.clock);
  if (state.time !== undefined) query.set("time", state.time);
  if (state.live !== undefined) query.set("live", state.live ? "1" : "0");
  if (state.span !== USUAL_SPAN) {
    query.set("span", Number.isFinite(state.span) ? `${state.span}` : "all");
  }
  if (state.live !== true && state.from !== undefined) {
    query.set("from", timeIn(state.from));
    if (state.to !== undefined) query.set("to", timeIn(state.to));
  }
  if (state.joined) query.set("joined", "1");
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

/** A time for a URL, to the microsecond. */
export function timeIn(seconds: number): string {
  return String(Math.round(seconds * 1e6) / 1e6);
}

function numberIn(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  const value = text === null || text.trim() === "" ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function spanIn(query: URLSearchParams): number {
  if (query.get("span") === "all") return Infinity;
  const span = numberIn(query, "span");
  return span !== undefined && span > 0 ? span : USUAL_SPAN;
}

function timeStyle(text: string | null): TimeStyle | undefined {
  return text === "relative" || text === "utc" || text === "local"
    ? text
    : undefined;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].filter((each) => each !== "");
}
