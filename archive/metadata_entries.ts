/**
 * The metadata of a stored experiment.
 *
 * @module
 */
import type { MetadataEntry } from "./archive.ts";
import type { SenderNames } from "./sender_names.ts";

/** An entry of the stored values; `sender` is `null` for the server's own. */
export function metadataEntry(
  [key, value, subject, sender]: readonly unknown[],
  senders: SenderNames,
): MetadataEntry {
  return {
    subject: String(subject ?? ""),
    key: String(key ?? ""),
    value: String(value ?? ""),
    ...sender === null ? {} : { sender: senders.name(Number(sender)) },
  };
}

/** The start that the server has recorded, UNIX seconds, if it is a number. */
export function recordedStart(
  metadata: readonly MetadataEntry[],
): number | undefined {
  const entry = metadata.find(({ key, sender }) =>
    key === "start_time" && sender === undefined
  );
  const time = Number(entry?.value.trim() || NaN);
  return Number.isFinite(time) ? time : undefined;
}
