/**
 * What the findings are drawn from.
 *
 * @module
 */
import type { CellDigest } from "../digest/experiment_digest.ts";
import type {
  CellReport,
  Finding,
  FindingKind,
  SenderReport,
  Severity,
  TableReport,
} from "../report.ts";
import type { Moments } from "../words/moments.ts";

/** One sender in one table. */
export interface CellEvidence {
  /** Name of the sender. */
  readonly sender: string;
  /** What is reported. */
  readonly cell: CellReport;
  /** What was counted. */
  readonly digest: CellDigest;
}

/** An experiment. */
export interface Evidence {
  /** The senders. */
  readonly senders: readonly SenderReport[];
  /** The tables. */
  readonly tables: readonly TableReport[];
  /** The cells. */
  readonly cells: readonly CellEvidence[];
  /** How times are written. */
  readonly moments: Moments;
}

/** What a finding must say; the rest is `null`. */
interface Said extends Partial<Omit<Finding, "text">> {
  readonly kind: FindingKind;
  readonly severity: Severity;
  readonly text: string;
}

/** A finding that says nothing of what is not given. */
export function finding(said: Said): Finding {
  return {
    ...{ kind: said.kind, severity: said.severity },
    sender: said.sender ?? null,
    table: said.table ?? null,
    count: said.count ?? null,
    from: said.from ?? null,
    to: said.to ?? null,
    text: said.text,
  };
}
