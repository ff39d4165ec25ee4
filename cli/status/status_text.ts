/**
 * Formats the status of a server for users.
 *
 * @module
 */
import { quoteText } from "../../codec/values/quote.ts";
import { formatBytes, formatCount, formatTime } from "./amounts.ts";
import type { RatedStatus } from "./rates.ts";
import { type Column, textTable } from "../../shared/text_table.ts";

/** Maximum number of lines in a table; the busiest come first. */
const MOST_LINES = 40;

/** Maximum number of characters of a name. */
const MOST_NAME = 60;

/** The tables, each after an empty line. */
export function statusText(status: RatedStatus): string {
  return [
    summary(status) + refused(status),
    clients(status),
    experiments(status),
    rejected(status),
    converted(status),
  ]
    .filter((part) => part !== "").join("\n");
}

function summary(status: RatedStatus): string {
  const { version, pid, port, place, time, since, memory, total } = status;
  return [
    `oml2-server ${version}, process ${pid}, port ${port}, up ` +
    `${formatTime(time - since)}, ${formatBytes(memory)} of memory`,
    `databases in ${quoteText(place)}`,
    `${formatCount(status.clients.length)} clients of ` +
    `${formatCount(total.connections)} so far, ` +
    `${formatCount(total.tuples)} tuples, ` +
    `${formatCount(total.rejected)} rejected, ` +
    `${formatCount(total.converted)} values converted, ` +
    `${formatBytes(total.bytes)}; ` +
    `now ${formatCount(status.tupleRate)} tuples/s`,
    "",
  ].join("\n");
}

/** A line only if something was refused: most servers refuse nothing. */
function refused({ refused }: RatedStatus): string {
  const { addresses, domains, handshakes } = refused;
  if (addresses + domains + handshakes === 0) return "";
  return `refused: ${formatCount(addresses)} connections by address, ` +
    `${formatCount(handshakes)} TLS handshakes, ` +
    `${formatCount(domains)} streams by domain\n`;
}

function clients({ clients, time }: RatedStatus): string {
  const columns = [
    { title: "CLIENT" },
    { title: "ADDRESS" },
    { title: "STATE" },
    number("UP"),
    number("TUPLES"),
    number("TUPLES/S"),
    number("BYTES/S"),
    number("REJECTED"),
    number("CONVERTED"),
  ];
  const busiest = clients.toSorted((a, b) => b.tupleRate - a.tupleRate);
  return table(columns, busiest, (client) => [
    quoteText(client.client, MOST_NAME),
    client.address,
    client.state,
    formatTime(time - client.since),
    formatCount(client.tuples),
    formatCount(client.tupleRate),
    formatBytes(client.byteRate),
    formatCount(client.rejected),
    formatCount(client.converted),
  ]);
}

function experiments({ experiments, time }: RatedStatus): string {
  const columns = [
    { title: "EXPERIMENT" },
    number("CLIENTS"),
    number("QUEUED"),
    number("BYTES"),
    number("STORED"),
    number("ROWS/S"),
    number("LAST COMMIT"),
  ];
  const busiest = experiments.toSorted((a, b) => b.queuedBytes - a.queuedBytes);
  return table(columns, busiest, (experiment) => [
    quoteText(experiment.domain, MOST_NAME),
    formatCount(experiment.clients),
    formatCount(experiment.queuedRows),
    formatBytes(experiment.queuedBytes),
    formatCount(experiment.storedRows),
    formatCount(experiment.rowRate),
    experiment.storedAt === 0
      ? "none yet"
      : `${formatTime(time - experiment.storedAt)} ago`,
  ]);
}

function rejected({ rejected }: RatedStatus): string {
  const columns = [{ title: "REJECTED SAMPLES OF" }, number("COUNT")];
  return table(columns, rejected, ({ client, rejected }) => [
    quoteText(client, MOST_NAME),
    formatCount(rejected),
  ]);
}

function converted({ converted }: RatedStatus): string {
  const columns = [{ title: "CONVERTED VALUES OF" }, number("COUNT")];
  return table(columns, converted, ({ client, converted }) => [
    quoteText(client, MOST_NAME),
    formatCount(converted),
  ]);
}

function number(title: string): Column {
  return { title, isNumber: true };
}

function table<T>(
  columns: readonly Column[],
  items: readonly T[],
  cells: (item: T) => readonly string[],
): string {
  if (items.length === 0) return "";
  const shown = textTable(columns, items.slice(0, MOST_LINES).map(cells));
  const more = items.length - MOST_LINES;
  return more > 0 ? `${shown}(${more} more: see --json)\n` : shown;
}
