/**
 * Times in which a sender stored nothing for much longer than usual.
 *
 * @module
 */
import { formatCount } from "../../web/format/numbers.ts";
import { formatSpan } from "../../web/format/times.ts";
import { lengthOf, type Silence } from "../digest/silences.ts";
import type { Finding } from "../report.ts";
import { type CellEvidence, type Evidence, finding } from "./evidence.ts";

/** Silences, and tuples that arrived late. */
export function silenceFindings(evidence: Evidence): Finding[] {
  return evidence.cells.flatMap((each) => {
    const { silences } = each.digest;
    const limit = silences.limit ?? Infinity;
    const found = silences.exceptional();
    // Measured meanwhile, and received later.
    const isLate = ({ clientSeconds }: Silence) =>
      clientSeconds !== null && clientSeconds >= 0 && clientSeconds <= limit;
    return [
      ...silence(each, found.filter((each) => !isLate(each)), evidence),
      ...lateArrival(each, found.filter(isLate), evidence),
    ];
  });
}

function silence(
  { sender, cell: { table, usualInterval }, digest }: CellEvidence,
  found: readonly Silence[],
  { moments }: Evidence,
): Finding[] {
  const longest = longestOf(found);
  if (longest === undefined) return [];
  const { isRegular } = digest.silences;
  const usual = !isRegular
    ? "; it sends at irregular times"
    : usualInterval === null
    ? ""
    : `; usual are ${formatSpan(usualInterval)}`;
  return [finding({
    ...{ kind: "silence", sender, table },
    severity: isRegular ? "missing" : "note",
    ...{ count: found.length, from: longest.from, to: longest.to },
    text: `silent for ${formatSpan(lengthOf(longest))} from ${
      moments.at(longest.from)
    }${usual}${othersText(found)}`,
  })];
}

function lateArrival(
  { sender, cell: { table } }: CellEvidence,
  found: readonly Silence[],
  { moments }: Evidence,
): Finding[] {
  const longest = longestOf(found);
  if (longest === undefined) return [];
  return [finding({
    ...{ kind: "late arrival", severity: "note", sender, table },
    ...{ count: found.length, from: longest.from, to: longest.to },
    text: `nothing was received for ${formatSpan(lengthOf(longest))} from ${
      moments.at(longest.from)
    }, but measured meanwhile: it arrived late${othersText(found)}`,
  })];
}

function longestOf(found: readonly Silence[]): Silence | undefined {
  return found.toSorted((a, b) => lengthOf(b) - lengthOf(a)).at(0);
}

function othersText(found: readonly Silence[]): string {
  const others = found.length - 1;
  if (others === 0) return "";
  return `, and ${others === 1 ? "once" : `${formatCount(others)} times`} more`;
}
