/**
 * Pages of the rows of a table.
 *
 * @module
 */
import type { Rows, RowsQuery } from "../../archive/rows.ts";

/** Rows on a page. */
export const PAGE = 100;

/** Which page: the latest rows, or those beside an id. */
export type RowPage =
  | { readonly kind: "latest" }
  | { readonly kind: "before"; readonly id: number }
  | { readonly kind: "after"; readonly id: number };

/** The parameters that ask for a page. */
export function pageQuery(
  page: RowPage,
): Pick<RowsQuery, "after" | "before" | "limit"> {
  if (page.kind === "after") return { after: page.id, limit: PAGE };
  const before = page.kind === "before" ? page.id : Number.MAX_SAFE_INTEGER;
  return { before, limit: PAGE };
}

/** The page before some rows; unset if they are the first. */
export function olderPage(rows: Rows, page: RowPage): RowPage | undefined {
  const first = rows.ids[0];
  if (first === undefined) return undefined;
  const isFirst = page.kind !== "after" && !rows.more;
  return isFirst ? undefined : { kind: "before", id: first };
}

/** The page after some rows; unset if they are the latest. */
export function newerPage(rows: Rows, page: RowPage): RowPage | undefined {
  const last = rows.ids.at(-1);
  if (page.kind === "latest") return undefined;
  if (last === undefined) return { kind: "latest" };
  const isLast = page.kind === "after" && !rows.more;
  return isLast ? { kind: "latest" } : { kind: "after", id: last };
}
