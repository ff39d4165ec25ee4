/**
 * Samples that were rejected, and values that were converted.
 *
 * @module
 */
import { formatCount, formatNumber } from "../../web/format/numbers.ts";
import type { Finding } from "../report.ts";
import { type Evidence, finding } from "./evidence.ts";

/** Rejects and conversions, by sender. */
export function rejectFindings({ senders }: Evidence): Finding[] {
  return senders.flatMap(({ sender, rejects, converted }) => {
    const count = rejects.reduce((sum, each) => sum + each.count, 0);
    const reasons = rejects.map(({ reason, count }) =>
      `${formatCount(count)} × ${reason}`
    );
    return [
      ...count === 0 ? [] : [finding({
        ...{ kind: "rejected", severity: "missing", sender, count },
        from: earliest(rejects.map(({ first }) => first)),
        to: latest(rejects.map(({ last }) => last)),
        text: `${formatNumber(count, "sample")} rejected: ${
          reasons.join("; ")
        }`,
      })],
      ...converted === 0 ? [] : [finding({
        ...{ kind: "converted", severity: "note", sender, count: converted },
        text: `${formatNumber(converted, "value")} ` +
          `${converted === 1 ? "differs" : "differ"} from the text that was ` +
          "sent",
      })],
    ];
  });
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : known.reduce((a, b) => Math.min(a, b));
}

function latest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : known.reduce((a, b) => Math.max(a, b));
}
