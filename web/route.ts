/**
 * The addresses of the page.
 *
 * @module
 */

/** A view of the page. */
export type Route =
  | { readonly view: "home" }
  | { readonly view: "experiments" }
  | { readonly view: "experiment"; readonly experiment: string }
  | {
    readonly view: "table";
    readonly experiment: string;
    readonly table: string;
  }
  | { readonly view: "status" }
  | { readonly view: "unknown" };

/** The view that a path names. */
export function parsePath(path: string): Route {
  const parts = segments(path);
  if (parts === undefined) return { view: "unknown" };
  const [first, experiment, table, ...rest] = parts;
  if (first === undefined) return { view: "home" };
  if (first === "status" && experiment === undefined) return { view: "status" };
  if (first !== "experiments" || rest.length > 0) return { view: "unknown" };
  if (experiment === undefined) return { view: "experiments" };
  return table === undefined
    ? { view: "experiment", experiment }
    : { view: "table", experiment, table };
}

/** The path of an experiment; `show` names a tab other than the first. */
export function experimentPath(experiment: string, show?: string): string {
  const query = show === undefined ? "" : `?show=${encodeURIComponent(show)}`;
  return `/experiments/${encodeURIComponent(experiment)}${query}`;
}

/** The path of a table's plot, perhaps of some senders only. */
export function tablePath(
  experiment: string,
  table: string,
  senders: readonly string[] = [],
): string {
  const query = senders.map((each) => `senders=${encodeURIComponent(each)}`);
  return `${experimentPath(experiment)}/${encodeURIComponent(table)}` +
    (query.length === 0 ? "" : `?${query.join("&")}`);
}

function segments(path: string): string[] | undefined {
  try {
    return path.split("/").filter((each) => each !== "").map(
      decodeURIComponent,
    );
  } catch {
    // A percent sign that encodes nothing.
    return undefined;
  }
}
