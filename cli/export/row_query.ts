/**
 * Which rows to export.
 *
 * @module
 */
import type { ExperimentDescription } from "../../archive/archive.ts";
import { ExportError } from "../../export/errors.ts";
import type { Selection } from "../../archive/rows.ts";
import type { ExportRange } from "../flags/export_flags.ts";
import type { Moment } from "../flags/moment.ts";

/**
 * The rows that the flags select, by the clock of the server.
 *
 * @throws {ExportError} if a date is given, and the start is unknown, or if
 * there is no such sender.
 */
export function rowQuery(
  description: ExperimentDescription,
  { since, until, senders }: ExportRange,
): Selection {
  const names = description.senders.map(({ name }) => name);
  const unknown = senders.find((sender) => !names.includes(sender));
  if (unknown !== undefined) {
    throw new ExportError(
      `Cannot export ${description.name}: no sender "${unknown}"`,
      { hint: `its senders are ${names.join(", ") || "unknown"}` },
    );
  }
  const from = since && secondsSinceStart(description, since);
  const to = until && secondsSinceStart(description, until);
  return {
    ...from === undefined ? {} : { from },
    ...to === undefined ? {} : { to },
    ...senders.length === 0 ? {} : { senders },
  };
}

/**
 * The start of an experiment, UNIX seconds.
 *
 * @throws {ExportError} if it is unknown, with the `remedy`.
 */
export function startOf(
  { name, startTime }: ExperimentDescription,
  remedy: string,
): number {
  if (startTime !== undefined) return startTime;
  throw new ExportError(`The start of ${name} is unknown: no client gave it`, {
    hint: remedy,
  });
}

function secondsSinceStart(
  description: ExperimentDescription,
  moment: Moment,
): number {
  if ("sinceStart" in moment) return moment.sinceStart;
  const remedy = `write seconds since the start instead of ${moment.text}`;
  return moment.unix - startOf(description, remedy);
}
