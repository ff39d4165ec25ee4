/**
 * What is reported of one sender in one table.
 *
 * @module
 */
import type { SequencePlace } from "../../archive/digest/sequence_places.ts";
import type { CellReport, PlaceReport, SilenceReport } from "../report.ts";
import type { CellDigest } from "./experiment_digest.ts";
import { lengthOf, type Silences } from "./silences.ts";

/** The report on a cell, when all rows are counted. */
export function cellReport(table: string, digest: CellDigest): CellReport {
  const { counts, silences, rates } = digest;
  const { sequence } = counts;
  const { tuples, firstSeq, lastSeq, gaps, duplicates, ...times } = counts
    .counts(0);
  const slots = rates.counts();
  const hasTimes = slots.some((count) => count > 0);
  const { first, last } = times;
  return {
    ...{ table, tuples, firstSeq, lastSeq },
    starts: sequence.starts,
    missing: gaps,
    gaps: sequence.missingPlaces.map(placeReport),
    duplicates,
    repeated: sequence.repeatedPlaces.map(placeReport),
    first: hasTimes ? first : null,
    last: hasTimes ? last : null,
    rate: last > first ? (tuples - 1) / (last - first) : null,
    usualInterval: silences.usualInterval ?? null,
    longestSilence: longestSilence(silences),
    rates: slots,
  };
}

function placeReport({ since, until, ...place }: SequencePlace): PlaceReport {
  return { ...place, since: finite(since), until: finite(until) };
}

function longestSilence({ longest }: Silences): SilenceReport | null {
  if (longest === undefined) return null;
  const { from, to, clientSeconds } = longest;
  return { from, to, seconds: lengthOf(longest), clientSeconds };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
