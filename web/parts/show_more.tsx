/**
 * Long lists, a part at a time.
 *
 * @module
 */
import { useState } from "preact/hooks";
import { formatCount, formatNumber } from "../format/numbers.ts";

/** A part of a list. */
export interface ListPart<T> {
  /** The first rows. */
  readonly shown: readonly T[];
  /** The number of all rows. */
  readonly count: number;
  /** The number of rows that are added next. */
  readonly next: number;
  /** Adds them. */
  readonly showMore: () => void;
}

/** The first rows of a list, `step` more at each request. */
export function useListPart<T>(
  all: readonly T[],
  step: number,
): ListPart<T> {
  const [most, setMost] = useState(step);
  return {
    shown: all.slice(0, most),
    count: all.length,
    next: Math.max(0, Math.min(step, all.length - most)),
    showMore: () => setMost(most + step),
  };
}

/** Shows more of a list, if there is more; `noun` names a row. */
export function ShowMore<T>(
  { part, noun }: { readonly part: ListPart<T>; readonly noun: string },
) {
  const { shown, count, next, showMore } = part;
  if (next === 0) return null;
  return (
    <p class="more">
      <button type="button" onClick={showMore}>
        Show {formatCount(next)} more
      </button>
      <span class="muted">
        {formatCount(shown.length)} of {formatNumber(count, noun)}
      </span>
    </p>
  );
}
