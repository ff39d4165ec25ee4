/**
 * The result of a report in one line.
 *
 * @module
 */
import { formatNames } from "../web/format/lists.ts";
import { formatNumber, formatOffset } from "../web/format/numbers.ts";
import { formatSpan } from "../web/format/times.ts";
import type {
  Finding,
  FindingKind,
  SenderReport,
  State,
  Totals,
  Verdict,
} from "./report.ts";
import type { Moments } from "./words/moments.ts";

/** Names that the line has for each kind of fault. */
const MOST_NAMES = 3;

/** What the line is drawn from. */
export interface Grounds {
  /** The sums. */
  readonly totals: Totals;
  /** What was found. */
  readonly findings: readonly Finding[];
  /** The senders. */
  readonly senders: readonly SenderReport[];
  /** How times are written. */
  readonly moments: Moments;
}

/** The verdict. */
export function judge(grounds: Grounds): Verdict {
  const { totals, findings } = grounds;
  if (totals.tuples === 0) {
    return { state: "incomplete", text: "incomplete: no tuple is stored" };
  }
  const missing = missingParts(grounds);
  const wrong = wrongParts(grounds);
  const state: State = findings.some(({ severity }) => severity === "missing")
    ? "incomplete"
    : wrong.length > 0
    ? "flawed"
    : "complete";
  const parts = [missing, wrong].filter((each) => each.length > 0)
    .map((each) => each.join(", ")).join("; ");
  const text = {
    complete: `complete: ${sizeOf(totals)}, no gaps`,
    flawed: `complete, but ${parts}`,
    incomplete: `incomplete: ${parts}`,
  }[state];
  return { state, text };
}

/** The size of a run: `12 senders, 4 tables, 1,204,331 tuples`. */
export function sizeOf({ senders, tables, tuples }: Totals): string {
  return [
    formatNumber(senders, "sender"),
    formatNumber(tables, "table"),
    formatNumber(tuples, "tuple"),
  ].join(", ");
}

function missingParts({ findings, moments }: Grounds): string[] {
  const of = (...kinds: FindingKind[]) =>
    findings.filter(({ kind }) => kinds.includes(kind));
  return [
    ...counted(of("gap", "beginning missing"), "tuple", "missing from"),
    ...nothingFrom(of("no tuples")),
    ...named(
      of("no tuples in table"),
      (found) => `sent nothing to ${formatNames(tablesOf(found), MOST_NAMES)}`,
      "sent nothing to some tables",
    ),
    ...named(
      of("early end"),
      ([{ from }]) => `silent since ${moments.at(from ?? 0)}`,
      "silent before the end",
    ),
    ...named(
      of("silence"),
      (found) => `silent for ${formatSpan(longestOf(found))}`,
      "silent for a while",
    ),
    ...counted(of("rejected"), "sample", "rejected from"),
  ];
}

function wrongParts({ findings, senders }: Grounds): string[] {
  const of = (kind: FindingKind) =>
    findings.filter((each) => each.kind === kind);
  const clock = (sender: string | null) =>
    senders.find((each) => each.sender === sender)?.clock;
  return [
    ...counted(of("duplicates"), "tuple", "stored twice from"),
    ...clocks(of("clock offset"), "off", ({ sender }) => {
      return formatOffset(clock(sender)?.offset ?? 0);
    }),
    ...clocks(of("clock step"), "set", ({ sender }) => {
      return `set by ${formatOffset(clock(sender)?.step?.seconds ?? 0)}`;
    }),
    ...clocks(of("clock drift"), "drifting", ({ sender }) => {
      const ppm = Math.round(clock(sender)?.drift?.ppm ?? 0);
      return `drifting by ${ppm.toLocaleString("en-US")} ppm`;
    }),
  ];
}

/** `37 tuples missing from node3`, `… from 2 senders`. */
function counted(
  findings: readonly Finding[],
  noun: string,
  how: string,
): string[] {
  const count = findings.reduce((sum, each) => sum + (each.count ?? 0), 0);
  if (count === 0) return [];
  const names = namesOf(findings);
  const who = names.length === 1 ? names[0] : `${names.length} senders`;
  return [`${formatNumber(count, noun)} ${how} ${who}`];
}

function nothingFrom(findings: readonly Finding[]): string[] {
  const names = namesOf(findings);
  return names.length === 0
    ? []
    : [`nothing stored from ${formatNames(names, MOST_NAMES)}`];
}

/** `node7 silent since …`; with several senders `several`. */
function named(
  findings: readonly Finding[],
  one: (findings: readonly Finding[]) => string,
  several?: string,
): string[] {
  const names = namesOf(findings);
  if (names.length === 0) return [];
  const what = names.length === 1 ? one(findings) : several ?? one(findings);
  return [`${formatNames(names, MOST_NAMES)} ${what}`];
}

/** `clock of node3 +90 s`; with several senders `clocks of … off`. */
function clocks(
  findings: readonly Finding[],
  several: string,
  one: (finding: Finding) => string,
): string[] {
  const names = formatNames(namesOf(findings), MOST_NAMES);
  if (findings.length === 0) return [];
  return findings.length === 1
    ? [`clock of ${names} ${one(findings[0])}`]
    : [`clocks of ${names} ${several}`];
}

function namesOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.flatMap(({ sender }) => sender ?? []))];
}

function tablesOf(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ table }) => table ?? []);
}

function longestOf(findings: readonly Finding[]): number {
  return findings.map(({ from, to }) => (to ?? 0) - (from ?? 0))
    .reduce((a, b) => Math.max(a, b));
}
