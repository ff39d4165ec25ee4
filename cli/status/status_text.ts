/**
 * Formats the status of a server for users.
 *
 * @module
 */
import { quoteText } from "../../codec/values/quote.ts";
import { formatBytes, formatCount, formatTime } from "./amounts.ts";
import type { RatedStatus } from "../../server/status/rates.ts";
import { MOST_NAME, number, shortTable } from "./short_table.ts";

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
  return shortTable(columns, busiest, (client) => [
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
  return shortTable(columns, busiest, (experiment) => [
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
  return shortTable(columns, rejected, ({ client, rejected }) => [
    quoteText(client, MOST_NAME),
    formatCount(rejected),
  ]);
}

function converted({ converted }: RatedStatus): string {
  const columns = [{ title: "CONVERTED VALUES OF" }, number("COUNT")];
  return shortTable(columns, converted, ({ client, converted }) => [
    quoteText(client, MOST_NAME),
    formatCount(converted),
  ]);
}
