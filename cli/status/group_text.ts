/**
 * Formats the table of a group of servers for users.
 *
 * @module
 */
import { quoteText } from "../../codec/values/quote.ts";
import type {
  ExperimentPart,
  Group,
  GroupServer,
  GroupTotal,
  Work,
} from "../../group/group.ts";
import { type Column, textTable } from "../../shared/text_table.ts";
import { formatBytes, formatCount, formatTime } from "./amounts.ts";
import { MOST_NAME, number, shortTable } from "./short_table.ts";

const SERVER_COLUMNS: readonly Column[] = [
  { title: "SERVER" },
  number("UP"),
  number("CLIENTS"),
  number("EXPERIMENTS"),
  number("TUPLES"),
  number("TUPLES/S"),
  number("REJECTED"),
  number("MEMORY"),
  { title: "STATE" },
];

/** What a server without an answer has instead of its figures. */
const NO_FIGURES: readonly string[] = SERVER_COLUMNS.slice(1, -1).map(() => "");

const EXPERIMENT_COLUMNS: readonly Column[] = [
  { title: "EXPERIMENT" },
  { title: "SERVER" },
  number("CLIENTS"),
  number("QUEUED"),
  number("STORED"),
  number("ROWS/S"),
];

/** Servers, experiments, and what must be merged, each after an empty line. */
export function groupText(group: Group): string {
  return [servers(group), experiments(group), split(group)]
    .filter((part) => part !== "").join("\n");
}

function servers({ servers, total }: Group): string {
  const rows = [...servers.map(serverCells), totalCells(total)];
  return textTable(SERVER_COLUMNS, rows);
}

function serverCells({ address, work, fault }: GroupServer): readonly string[] {
  if (work === undefined) {
    return [address, ...NO_FIGURES, quoteText(fault?.reason ?? "")];
  }
  return [address, formatTime(1_000 * work.upTime), ...workCells(work), "ok"];
}

function totalCells(total: GroupTotal): readonly string[] {
  const state = `${total.answering} of ${total.servers} answer`;
  return ["all", "", ...workCells(total), state];
}

function workCells(work: Work): readonly string[] {
  return [
    formatCount(work.clients),
    formatCount(work.experiments),
    formatCount(work.tuples),
    formatRate(work.tupleRate),
    formatCount(work.rejected),
    formatBytes(work.memory),
  ];
}

/** A part of an experiment, for its line. */
interface PartLine extends ExperimentPart {
  readonly domain: string;
  /** Which part it is; empty if it is all. */
  readonly which: string;
}

function experiments({ experiments }: Group): string {
  const lines = experiments.flatMap(({ domain, isSplit, parts }) =>
    parts.map((part, at): PartLine => {
      const which = isSplit ? `${at + 1} of ${parts.length}` : "";
      return { ...part, domain, which };
    })
  );
  const last = experiments.some(({ isSplit }) => isSplit)
    ? [{ title: "PART" }]
    : [];
  return shortTable([...EXPERIMENT_COLUMNS, ...last], lines, (line) => [
    quoteText(line.domain, MOST_NAME),
    line.server,
    formatCount(line.clients),
    formatCount(line.queuedRows),
    formatCount(line.storedRows),
    formatRate(line.rowRate),
    ...last.map(() => line.which),
  ]);
}

function split({ experiments }: Group): string {
  const names = experiments.filter(({ isSplit }) => isSplit)
    .map(({ domain }) => quoteText(domain, MOST_NAME));
  if (names.length === 0) return "";
  return `In parts, which oml2 merge joins: ${names.join(", ")}\n`;
}

function formatRate(rate: number | undefined): string {
  return rate === undefined ? "-" : formatCount(rate);
}
