/**
 * Everything that deserves a look.
 *
 * @module
 */
import type { Finding, Severity } from "../report.ts";
import { clockFindings } from "./clock_findings.ts";
import type { Evidence } from "./evidence.ts";
import { presenceFindings } from "./presence_findings.ts";
import { rejectFindings } from "./reject_findings.ts";
import { sequenceFindings } from "./sequence_findings.ts";
import { silenceFindings } from "./silence_findings.ts";

const ORDER: readonly Severity[] = ["missing", "wrong", "note"];

/** All findings, the worst first. */
export function findAll(evidence: Evidence): Finding[] {
  const all = [
    ...presenceFindings(evidence),
    ...sequenceFindings(evidence),
    ...silenceFindings(evidence),
    ...rejectFindings(evidence),
    ...clockFindings(evidence),
  ];
  return ORDER.flatMap((severity) =>
    all.filter((each) => each.severity === severity)
  );
}
