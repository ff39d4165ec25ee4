/**
 * Tuples that are missing or stored once more, by their sequence numbers.
 *
 * @module
 */
import { formatCount, formatNumber } from "../../web/format/numbers.ts";
import type {
  CellReport,
  Finding,
  PlaceReport,
  SenderReport,
} from "../report.ts";
import type { Moments } from "../words/moments.ts";
import { type CellEvidence, type Evidence, finding } from "./evidence.ts";

/** Places that a text names. */
const MOST_PLACES = 3;

/** Share of the tuples from which on a client does not count at all. */
const UNCOUNTED = 0.5;

/** Gaps, missing beginnings, duplicates and restarts. */
export function sequenceFindings(
  { senders, cells, moments }: Evidence,
): Finding[] {
  return [
    ...cells.flatMap((each) => [
      ...beginning(each),
      ...gaps(each, moments),
      ...duplicates(each, moments),
    ]),
    ...senders.flatMap(restarts),
  ];
}

/** Clients count from 0 or 1. */
function beginning({ sender, cell }: CellEvidence): Finding[] {
  const { table, firstSeq, first } = cell;
  const count = firstSeq - 1;
  if (count < 1) return [];
  const text = `the first number is ${firstSeq}: ${
    formatNumber(count, "tuple")
  } before it ${count === 1 ? "is" : "are"} not stored`;
  return [finding({
    ...{ kind: "beginning missing", severity: "missing" },
    ...{ sender, table, count, to: first, text },
  })];
}

function gaps({ sender, cell }: CellEvidence, moments: Moments): Finding[] {
  const { table, missing, gaps } = cell;
  if (missing === 0) return [];
  const where = placesText(gaps, missing, (place) => {
    const { since, until } = place;
    return until === null || since === null
      ? ""
      : until - since > 1
      ? ` between ${moments.at(since)} and ${moments.at(until)}`
      : ` at ${moments.at(until)}`;
  });
  return [finding({
    ...{ kind: "gap", severity: "missing", sender, table, count: missing },
    from: gaps.at(0)?.since,
    to: gaps.at(-1)?.until,
    text: `${formatNumber(missing, "tuple")} missing: ${where}`,
  })];
}

function duplicates(
  { sender, cell }: CellEvidence,
  moments: Moments,
): Finding[] {
  const { table, duplicates, repeated } = cell;
  if (duplicates === 0) return [];
  const where = placesText(
    repeated,
    duplicates,
    ({ since }) => since === null ? "" : ` at ${moments.at(since)}`,
  );
  return [finding({
    ...{ kind: "duplicates", severity: "wrong" },
    ...{ sender, table, count: duplicates },
    from: repeated.at(0)?.since,
    to: repeated.at(-1)?.until,
    text: `${formatNumber(duplicates, "tuple")} stored twice: ${where}`,
  })];
}

/** One note for a client that began as often in all of its tables. */
function restarts({ sender, cells }: SenderReport): Finding[] {
  const again = cells.filter(({ starts }) => starts > 1);
  const isAlike = again.length === cells.length &&
    again.every((cell) => restartText(cell) === restartText(again[0]));
  const told = isAlike ? again.slice(0, 1) : again;
  return told.map((cell) =>
    finding({
      ...{ kind: "restarted", severity: "note", sender },
      table: isAlike && cells.length > 1 ? null : cell.table,
      ...{ count: cell.starts - 1, text: restartText(cell) },
    })
  );
}

function restartText({ starts, tuples }: CellReport): string {
  return starts > tuples * UNCOUNTED
    ? "the client does not number its tuples: gaps can't be seen"
    : `the client began to count ${formatCount(starts)} times`;
}

function placesText(
  places: readonly PlaceReport[],
  count: number,
  when: (place: PlaceReport) => string,
): string {
  const largest = places.toSorted((a, b) => b.count - a.count)
    .slice(0, MOST_PLACES);
  const named = places.filter((place) => largest.includes(place));
  const others = named.reduce((left, place) => left - place.count, count);
  const texts = named.map((place) => {
    const { from, to } = place;
    return `${from === to ? from : `${from}–${to}`}${when(place)}`;
  });
  return [
    ...texts,
    ...others > 0 ? [`${formatCount(others)} elsewhere`] : [],
  ].join(", ");
}
