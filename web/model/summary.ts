/**
 * The state of an experiment in words.
 *
 * @module
 */
import { formatNames } from "../format/lists.ts";
import { formatCount, formatNumber, formatShare } from "../format/numbers.ts";
import { formatTime } from "../format/times.ts";
import type { Matrix, MatrixRow } from "./matrix.ts";

/** How serious a sentence is. */
export type Tone = "good" | "bad" | "warn" | "calm";

/** A sentence about an experiment. */
export interface Sentence {
  /** How serious it is. */
  readonly tone: Tone;
  /** The sentence. */
  readonly text: string;
}

/** An experiment in one sentence: who sends. */
export function summarise(matrix: Matrix): Sentence {
  const { rows } = matrix;
  if (rows.length === 0) {
    return { tone: "calm", text: "No sender has sent anything yet." };
  }
  return matrix.isLive ? liveSentence(rows) : endedSentence(matrix);
}

/** What else deserves a look, one sentence each. */
export function notesOn({ rows, covered }: Matrix): Sentence[] {
  return [
    ...troubles(rows),
    ...covered < 1 && rows.some(({ pulse }) => pulse === "counting")
      ? [{
        tone: "calm" as const,
        text: `Rows are being counted: ${formatShare(covered)}.`,
      }]
      : [],
  ];
}

function liveSentence(rows: readonly MatrixRow[]): Sentence {
  const sending = rows.filter(({ pulse }) =>
    pulse === "sending" || pulse === "partly"
  );
  const silent = namesOf(rows, ({ pulse }) => pulse === "silent");
  const partly = namesOf(rows, ({ pulse }) => pulse === "partly");
  const all = rows.length;
  if (all > 1 && silent.length === all) {
    const text = `All ${formatCount(all)} senders are silent.`;
    return { tone: "bad", text };
  }
  const who = all === 1
    ? sending.length === 1 ? "The only sender is sending" : undefined
    : sending.length === 0
    ? undefined
    : sending.length === all
    ? `All ${formatCount(all)} senders are sending`
    : `${formatCount(sending.length)} of ${formatCount(all)} senders ` +
      `${sending.length === 1 ? "is" : "are"} sending`;
  const parts = [
    who,
    silent.length > 0 ? `${formatNames(silent)} ${areOr(silent)} silent` : "",
    partly.length > 0
      ? `${formatNames(partly)} ${areOr(partly)} silent in some tables`
      : "",
  ].filter((part) => part !== undefined && part !== "");
  const tone = silent.length + partly.length > 0 ? "bad" : "good";
  if (parts.length === 0) {
    return { tone: "calm", text: "No sender is sending." };
  }
  return { tone, text: `${parts.join("; ")}.` };
}

function endedSentence({ rows, lastTuple }: Matrix): Sentence {
  const tuples = rows.reduce((sum, row) => sum + row.tuples, 0);
  const until = lastTuple === undefined
    ? ""
    : ` until ${formatTime(lastTuple)}`;
  return {
    tone: "calm",
    text: `${formatNumber(rows.length, "sender")} sent ` +
      `${formatNumber(tuples, "tuple")}${until}.`,
  };
}

function troubles(rows: readonly MatrixRow[]): Sentence[] {
  const warn = (
    isAffected: (row: MatrixRow) => boolean,
    what: string,
  ): Sentence[] => {
    const names = namesOf(rows, isAffected);
    if (names.length === 0) return [];
    const have = names.length === 1 ? "has" : "have";
    return [{ tone: "warn", text: `${formatNames(names)} ${have} ${what}.` }];
  };
  return [
    ...warn(({ rejects }) => rejects > 0, "rejected samples"),
    ...warn(({ gaps }) => gaps > 0, "gaps"),
    ...warn(({ duplicates }) => duplicates > 0, "duplicates"),
    ...warn(isClockWrong, "a clock that differs from the server's"),
  ];
}

/** Seconds by which a clock may differ. */
const CLOCK_TOLERANCE = 1;

/** Whether the clock of a sender differs too much from the server's. */
export function isClockWrong(
  { clockOffset }: Pick<MatrixRow, "clockOffset">,
): boolean {
  return clockOffset !== undefined && Math.abs(clockOffset) > CLOCK_TOLERANCE;
}

/** Whether a sender deserves a look. */
export function isTroubled(row: MatrixRow): boolean {
  return row.pulse === "silent" || row.pulse === "partly" || row.gaps > 0 ||
    row.duplicates > 0 || row.rejects > 0 || isClockWrong(row);
}

function namesOf(
  rows: readonly MatrixRow[],
  isMeant: (row: MatrixRow) => boolean,
): string[] {
  return rows.filter(isMeant).map(({ sender }) => sender);
}

function areOr(names: readonly string[]): string {
  return names.length === 1 ? "is" : "are";
}
