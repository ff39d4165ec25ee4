/**
 * The experiments as a table.
 *
 * @module
 */
import { quoteText } from "../../codec/values/quote.ts";
import { formatBytes, formatCount } from "../status/amounts.ts";
import { type Column, textTable } from "../../shared/text_table.ts";
import type { Listed, Listing } from "./listing.ts";

const COLUMNS: readonly Column[] = [
  { title: "EXPERIMENT" },
  { title: "SIZE", isNumber: true },
  { title: "TABLES", isNumber: true },
  { title: "ROWS", isNumber: true },
  { title: "SENDERS", isNumber: true },
  { title: "FIRST ROW (UTC)" },
  { title: "LAST ROW (UTC)" },
  { title: "STATE" },
];

/** The largest time in JavaScript, in seconds. */
const LATEST = 8.64e12;

/** A line for each experiment, after one with titles. */
export function listingText({ place, experiments }: Listing): string {
  if (experiments.length === 0) {
    return `no experiments in ${quoteText(place)}\n`;
  }
  return textTable(COLUMNS, experiments.map(cells));
}

function cells(experiment: Listed): readonly string[] {
  const { name, bytes, tables, rows, senders } = experiment;
  const count = (value: number) =>
    experiment.fault === undefined ? formatCount(value) : "-";
  return [
    quoteText(name),
    bytes === undefined ? "-" : formatBytes(bytes),
    ...[tables, rows, senders].map(count),
    formatTime(experiment.firstRow),
    formatTime(experiment.lastRow),
    state(experiment),
  ];
}

function state({ fault, open }: Listed): string {
  if (fault !== undefined) return quoteText(fault);
  return open === null ? "?" : open ? "open" : "closed";
}

/** To the second: a client's start can be any number. */
function formatTime(seconds: number | undefined): string {
  if (seconds === undefined || Math.abs(seconds) > LATEST) return "-";
  const time = new Date(1000 * Math.floor(seconds)).toISOString();
  return time.replace("T", " ").replace(/\.000Z$/, "");
}
