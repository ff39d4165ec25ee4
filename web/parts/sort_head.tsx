/**
 * Heads of columns that sort.
 *
 * @module
 */
import type { ComponentChildren } from "preact";

/** What a head needs. */
export interface SortHeadProps {
  /** Its text. */
  readonly children: ComponentChildren;
  /** The order if it sorts by this column. */
  readonly order: "up" | "down" | undefined;
  /** Sorts by this column, or turns the order round. */
  readonly onSort: () => void;
  /** Its class. */
  readonly class?: string;
}

/** The head of a column that sorts. */
export function SortHead(
  { children, order, onSort, class: name }: SortHeadProps,
) {
  const sort = order === undefined
    ? undefined
    : order === "down"
    ? "descending"
    : "ascending";
  return (
    <th scope="col" class={name} aria-sort={sort}>
      <button type="button" class="sort" onClick={onSort}>
        {children}
        <span class={`arrow ${order ?? ""}`} aria-hidden="true" />
      </button>
    </th>
  );
}
