/**
 * The list of experiments: its columns, its order, what is left of it.
 *
 * @module
 */
import type { ListedExperiment } from "../api/answers.ts";
import { byName } from "../format/lists.ts";

/** What the list can be sorted by. */
export type ListColumn =
  | "name"
  | "rate"
  | "lastRow"
  | "senders"
  | "tables"
  | "rows"
  | "bytes";

/** An order of the list. */
export interface ListOrder {
  /** The column. */
  readonly column: ListColumn;
  /** Whether the largest, or the last, comes first. */
  readonly isDown: boolean;
}

/** The order at first: what is live, then the latest. */
export const FIRST_ORDER: ListOrder = { column: "lastRow", isDown: true };

/** The experiments whose names contain `text`, in an order. */
export function listed(
  experiments: readonly ListedExperiment[],
  text: string,
  { column, isDown }: ListOrder,
  rateOf: (name: string) => number | undefined,
): readonly ListedExperiment[] {
  const wanted = text.trim().toLowerCase();
  const sign = isDown ? -1 : 1;
  return experiments
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .toSorted((a, b) => sign * compare(a, b) || byName(a.name, b.name));

  function compare(a: ListedExperiment, b: ListedExperiment): number {
    if (column === "name") return byName(a.name, b.name);
    if (column === "lastRow") {
      return number(isLive(a)) - number(isLive(b)) || whole(a) - whole(b);
    }
    return value(a) - value(b);
  }

  function value(experiment: ListedExperiment): number {
    return column === "rate"
      ? rateOf(experiment.name) ?? -1
      : column === "name"
      ? 0
      : experiment[column] ?? -1;
  }
}

/** The order after a click on the head of `column`. */
export function nextOrder(order: ListOrder, column: ListColumn): ListOrder {
  if (order.column === column) return { column, isDown: !order.isDown };
  return { column, isDown: column !== "name" };
}

/** Whether an experiment has clients. */
export function isLive({ live }: ListedExperiment): boolean {
  return live !== undefined && live.clients > 0;
}

/** `3 experiments, 1 open`. */
export function listSummary(experiments: readonly ListedExperiment[]): string {
  const live = experiments.filter(isLive).length;
  const all = experiments.length === 1
    ? "1 experiment"
    : `${experiments.length} experiments`;
  return live === 0 ? all : `${all}, ${live} open`;
}

/** Rows of live experiments change each second, and must not jump about. */
function whole({ live, lastRow }: ListedExperiment): number {
  return live !== undefined && live.clients > 0 ? 0 : lastRow ?? -1;
}

function number(is: boolean): number {
  return is ? 1 : 0;
}
